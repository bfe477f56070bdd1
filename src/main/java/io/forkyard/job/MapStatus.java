package io.forkyard.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A map as it stood when it was read. Its results are read apart.
 *
 * @param total how many items it has
 * @param done how many of them have a value or a failure
 * @param failed how many have a failure
 * @param notBefore when it may go on, if all that is left of it is delayed
 * @param callback its delivery, if its caller asked for one
 */
public record MapStatus(
    UUID id,
    String pool,
    @Nullable String name,
    String target,
    JobState state,
    int total,
    int done,
    int failed,
    int chunkSize,
    int maxAttempts,
    @Nullable Instant notBefore,
    @Nullable Callback callback,
    Instant submittedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {}
