package io.forkyard.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock, held.
 *
 * @param token what it is renewed, re-entered and released with
 * @param fence grows with every grant of the lock, but not when it is re-entered
 * @param holder as others see it
 * @param expiresAt the end of the lease; null when a child JVM holds it
 */
public record Grant(
    String lock, String token, long fence, String holder, @Nullable Instant expiresAt) {}
