package io.forkyard.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job that has ended.
 *
 * @param number from 1
 * @param process null when no child could be started
 * @param failure null when it succeeded
 */
public record Attempt(
    int number,
    @Nullable JobProcess process,
    @Nullable Failure failure,
    Instant startedAt,
    Instant finishedAt) {}
