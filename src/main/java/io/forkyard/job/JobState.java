package io.forkyard.job;

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of a job, and who moves it.
 *
 * <pre>
 *         submit            claim by a pool           the child answers, dies or takes too long
 *   ----------> PENDING ----------------------> RUNNING ---------------------> SUCCEEDED, FAILED
 *               ^  |  |                         |    |
 *               |  |  | no child starts         |    | terminate              its process is gone
 *               |  |  +-----------> FAILED      |    +------------> STOPPING ------> CANCELLED
 *               |  | terminate                  |    (terminate, and gone before that was written)
 *               |  +--------------> CANCELLED   +-----------------------------> CANCELLED
 *               |                               |
 *               +-------------------------------+
 *                 another attempt, or the service stops
 * </pre>
 *
 * The database repeats the table: each UPDATE names the states it may leave, a CHECK the names.
 */
public enum JobState {
  /** Waits for its turn, or for the time of its next attempt. */
  PENDING,
  /** Has a child. */
  RUNNING,
  /** Has a child that was told to stop. */
  STOPPING,
  /** Ended with a value. */
  SUCCEEDED,
  /** Ended without one, and says why. */
  FAILED,
  /** Ended because a caller asked for it. */
  CANCELLED;

  private static final Set<JobState> READY = EnumSet.of(SUCCEEDED, FAILED, CANCELLED);

  /** Whether the job has ended; Python's {@code AsyncResult.ready()}. */
  public boolean ready() {
    return READY.contains(this);
  }

  /** The next state, if the picture has it. */
  JobState checked(JobState next) {
    if (!mayBecome(next)) {
      throw new IllegalStateException("a job that is " + this + " cannot become " + next);
    }
    return next;
  }

  /** Whether a job may go from this state to the next one. */
  public boolean mayBecome(JobState next) {
    return switch (this) {
      case PENDING -> next == RUNNING || next == FAILED || next == CANCELLED;
      case RUNNING -> next != RUNNING;
      case STOPPING -> next == CANCELLED;
      case SUCCEEDED, FAILED, CANCELLED -> false;
    };
  }
}
