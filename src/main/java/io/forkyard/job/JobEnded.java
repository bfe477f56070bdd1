package io.forkyard.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the application: a job has ended, in whatever way, and that is stored.
 *
 * @param startedAt of its last attempt; null when that had no child, or one whose end nobody saw
 */
public record JobEnded(
    UUID id, String pool, JobState state, Instant submittedAt, @Nullable Instant startedAt) {

  static JobEnded of(Claim claim, JobState state) {
    return new JobEnded(claim.id(), claim.pool(), state, claim.submittedAt(), claim.startedAt());
  }
}
