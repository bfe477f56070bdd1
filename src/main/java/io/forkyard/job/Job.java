package io.forkyard.job;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stood when it was read.
 *
 * @param result JSON text; null until it succeeded
 * @param process of the current or last attempt; null before the first
 * @param attempt which attempt runs or ran last, 0 before the first
 * @param attempts those that have ended, in order
 * @param notBefore when a delayed or repeated job may start
 * @param callback its delivery, if its caller asked for one
 */
public record Job(
    UUID id,
    String pool,
    @Nullable String name,
    String target,
    JobState state,
    @Nullable String result,
    @Nullable Failure failure,
    @Nullable JobProcess process,
    int attempt,
    int maxAttempts,
    List<Attempt> attempts,
    @Nullable Instant notBefore,
    boolean outputTruncated,
    @Nullable Callback callback,
    Instant submittedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  Job with(List<Attempt> ended) {
    return new Job(
        id,
        pool,
        name,
        target,
        state,
        result,
        failure,
        process,
        attempt,
        maxAttempts,
        List.copyOf(ended),
        notBefore,
        outputTruncated,
        callback,
        submittedAt,
        startedAt,
        finishedAt);
  }
}
