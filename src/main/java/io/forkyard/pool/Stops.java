package io.forkyard.pool;

import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.job.Jobs;
import io.forkyard.node.Errand;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Stops single jobs, wherever they are on their way. */
final class Stops {

  private static final Duration CLAIMED = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** For the node whose child has the job. */
  record Wish(UUID job, Duration grace) {}

  /** What that node did. */
  enum Told {
    /** Its child was told to stop. */
    STOPPING,
    /** Something else had ended that attempt: the job has an end now, or waits for its next. */
    ENDED,
    /** It has no child for this job. */
    NOBODY
  }

  private final Jobs jobs;
  private final Staff staff;
  private final Errand<Wish, Told> errand;

  Stops(Jobs jobs, Staff staff) {
    this.jobs = jobs;
    this.staff = staff;
    this.errand =
        staff.errands().kind("stop-job", Wish.class, Told.class, wish -> Optional.of(here(wish)));
  }

  /**
   * Stops a job.
   *
   * @throws io.forkyard.node.UnansweredException if its child is another node's, which is silent
   */
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
    return switch (tell(new Wish(id, grace))) {
      case STOPPING -> new Stopped.Stopping(jobs.find(id).orElse(job));
      case ENDED -> stop(id, grace);
      case NOBODY -> new Stopped.AlreadyFinished(job);
    };
  }

  private Told tell(Wish wish) {
    return jobs.owner(wish.job())
        .filter(staff::elsewhere)
        .flatMap(node -> errand.ask(node, wish, ANSWER))
        .orElseGet(() -> here(wish));
  }

  private Told here(Wish wish) {
    AttemptRun run = claimed(wish.job()).orElse(null);
    if (run == null) {
      return hasChild(wish.job()) ? Told.NOBODY : Told.ENDED;
    }
    if (run.stop(Cause.USER, wish.grace())) {
      return Told.STOPPING;
    }
    run.settled().join();
    return Told.ENDED;
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
