package io.forkyard.job;

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of a job, and who moves it.
 *
 * <pre>
 *              submit                claim by a pool           the child's answer or end
 *   (nothing) --------> PENDING ----------------------> RUNNING ------------------------> SUCCEEDED
 *                       ^  |  |                         |  |  |                           FAILED
 *                       |  |  | no child starts         |  |  |
 *                       |  |  +-------------------------|--|--|-------------------------> FAILED
 *                       |  | terminate                  |  |  | terminate
 *                       |  +------> CANCELLED           |  |  +---> STOPPING --> CANCELLED
 *                       |                               |  |            |
 *                       +-------------------------------+  |            +--> SUCCEEDED, FAILED
 *                          another attempt, or a stop      |                 an answer came first
 *                          of the service                  +--> FAILED (time-out, death)
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

  /** Whether a job may go from this state to the next one. */
  public boolean mayBecome(JobState next) {
    return switch (this) {
      case PENDING -> next == RUNNING || next == FAILED || next == CANCELLED;
      case RUNNING -> next != RUNNING;
      case STOPPING -> next.ready() || next == PENDING;
      case SUCCEEDED, FAILED, CANCELLED -> false;
    };
  }
}
