package io.forkyard.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the application: a job has ended, in whatever way, and that is stored.
 *
 * @param startedAt of its last attempt; null when that had no child, or one whose end nobody saw
 * @param mayBeDelivered false when nobody is to be called back
 */
public record JobEnded(
    UUID id,
    String pool,
    JobState state,
    Instant submittedAt,
    @Nullable Instant startedAt,
    boolean mayBeDelivered) {

  static JobEnded of(Claim claim, Ending ending) {
    return new JobEnded(
        claim.id(),
        claim.pool(),
        ending.state(),
        claim.submittedAt(),
        claim.startedAt(),
        ending.calledBack());
  }
}
