package io.forkyard.pool;

import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.job.Jobs;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Stops single jobs, wherever they are on their way. */
final class Stops {

  private static final Duration CLAIMED = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Jobs jobs;
  private final Staff staff;

  Stops(Jobs jobs, Staff staff) {
    this.jobs = jobs;
    this.staff = staff;
  }

  Stopped stop(UUID id, Duration grace) {
    Job job = jobs.find(id).orElse(null);
    if (job == null) {
      return new Stopped.NotFound();
    }
    if (job.state().ready()) {
      return new Stopped.AlreadyFinished(job);
    }
    if (staff.attempts().cancel(id)) {
      return new Stopped.Cancelled(jobs.find(id).orElse(job));
    }
    AttemptRun run = claimed(id).orElse(null);
    if (run != null && run.stop(Cause.USER, grace)) {
      return new Stopped.Stopping(jobs.find(id).orElse(job));
    }
    if (run != null) {
      run.settled().join();
    } else if (hasChild(id)) {
      return new Stopped.AlreadyFinished(job);
    }
    // Something else had ended that attempt: the job has an end now, or waits for its next attempt.
    return stop(id, grace);
  }

  /** The run of a job; a job that was claimed a moment ago may not have it yet. */
  private Optional<AttemptRun> claimed(UUID id) {
    return staff
        .signal()
        .await(
            Jobs.topic(id),
            CLAIMED,
            LOOK,
            () -> staff.running().find(id),
            run -> run.isPresent() || !hasChild(id));
  }

  private boolean hasChild(UUID id) {
    return jobs.find(id)
        .map(Job::state)
        .filter(state -> state == JobState.RUNNING || state == JobState.STOPPING)
        .isPresent();
  }
}
