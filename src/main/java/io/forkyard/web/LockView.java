package io.forkyard.web;

import io.forkyard.lock.LockStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A lock as a caller sees it. */
@Schema(name = "Lock", description = "A lock as it stands")
record LockView(
    @Schema(description = "Its name", example = "ledger") String name,
    @Schema(description = "Whether its holder may acquire it again", example = "false")
        boolean reentrant,
    @Schema(description = "Whether somebody holds it", example = "true") boolean locked,
    @Schema(
            description = "Who does: the address of a caller, or `process ID` for a child JVM",
            example = "127.0.0.1")
        @Nullable String holder,
    @Schema(description = "Since when", example = "2026-01-31T12:00:00Z") @Nullable Instant since,
    @Schema(
            description = "The end of the holder's lease; null for a child JVM, which has none",
            example = "2026-01-31T12:01:00Z")
        @Nullable Instant expiresAt,
    @Schema(description = "How often its holder has acquired it and not released it", example = "1")
        int count,
    @Schema(description = "The fencing number of the latest grant; 0 before", example = "42")
        long fence,
    @Schema(description = "Callers that are blocked in acquire", example = "0") int waiters) {

  static LockView of(LockStatus lock) {
    return new LockView(
        lock.name(),
        lock.reentrant(),
        lock.locked(),
        lock.holder(),
        lock.since(),
        lock.expiresAt(),
        lock.count(),
        lock.fence(),
        lock.waiters());
  }
}
