package io.forkyard.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt's end was stored.
 *
 * @param state of the job after it
 * @param process that had it
 * @param calledBack whether somebody is to be told of the job's end
 */
record Ending(
    Claim claim, End end, JobState state, JobProcess process, boolean calledBack, Instant at) {

  /** Whether nothing of the job as it ended is known to the database alone. */
  boolean tellsAllOf(Job job) {
    return state.ready() && job.callback() == null && job.maxAttempts() == 1;
  }

  /** The job as it ended. */
  Job of(Job job) {
    return new Job(
        job.id(),
        job.pool(),
        job.name(),
        job.target(),
        state,
        end.result(),
        failure(),
        process,
        claim.number(),
        job.maxAttempts(),
        List.of(),
        end.progress(),
        null,
        end.truncated(),
        null,
        job.submittedAt(),
        claim.startedAt(),
        at);
  }

  private @Nullable Failure failure() {
    return JobRows.failure(end.failure(), process);
  }
}
