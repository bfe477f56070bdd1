package io.forkyard.web;

import io.forkyard.lock.Grant;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A lock, held. */
@Schema(name = "Grant", description = "A lock, held")
record GrantView(
    @Schema(
            description = "What it is renewed, re-entered and released with",
            example = Examples.LEASE)
        String token,
    @Schema(
            description =
                "The fencing number: it grows with every grant, so what the lock protects can refuse"
                    + " a lower one than it has seen",
            example = "42")
        long fence,
    @Schema(description = "The holder as others see it", example = "127.0.0.1") String holder,
    @Schema(description = "The end of the lease", example = "2026-01-31T12:01:00Z")
        @Nullable Instant expiresAt) {

  static GrantView of(Grant grant) {
    return new GrantView(grant.token(), grant.fence(), grant.holder(), grant.expiresAt());
  }
}
