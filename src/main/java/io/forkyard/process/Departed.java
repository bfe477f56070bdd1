package io.forkyard.process;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A child that is gone.
 *
 * @param pool the pool that it worked for, or null
 * @param job id of the task that it had last, if it had one
 */
public record Departed(
    UUID id,
    String name,
    @Nullable String pool,
    @Nullable String job,
    long pid,
    Exit exit,
    Instant startedAt,
    Instant endedAt) {}
