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
 * @param progress what its attempt last told, from 0 to 1
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
    @Nullable Double progress,
    @Nullable Instant notBefore,
    boolean outputTruncated,
    @Nullable Callback callback,
    Instant submittedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** As it stands when it has just been stored, without a callback. */
  static Job accepted(UUID id, NewJob job, @Nullable Long notBefore, long now) {
    Submission wanted = job.submission();
    return new Job(
        id,
        wanted.pool(),
        wanted.name(),
        job.target(),
        JobState.PENDING,
        null,
        null,
        null,
        0,
        wanted.maxAttempts(),
        List.of(),
        null,
        notBefore == null ? null : Instant.ofEpochMilli(notBefore),
        false,
        null,
        Instant.ofEpochMilli(now),
        null,
        null);
  }

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
        progress,
        notBefore,
        outputTruncated,
        callback,
        submittedAt,
        startedAt,
        finishedAt);
  }
}
