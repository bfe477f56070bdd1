package io.forkyard.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of a finished job, as it stands.
 *
 * @param attempts how often it was tried, one under way included
 * @param nextAttempt when it is tried again at the latest; null until the job has ended, and when
 *     the delivery is settled
 * @param lastError why the last attempt that ended did not succeed
 */
public record Callback(
    Receiver receiver,
    State state,
    int attempts,
    @Nullable Instant nextAttempt,
    @Nullable String lastError,
    @Nullable Instant deliveredAt) {

  /** How far it is. */
  public enum State {
    /** The job has not ended, or its delivery has not succeeded yet. */
    PENDING,
    /** The receiver has it. */
    DELIVERED,
    /** It was tried for as long as it may be. */
    FAILED
  }
}
