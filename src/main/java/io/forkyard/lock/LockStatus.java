package io.forkyard.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock as it stands.
 *
 * @param locked whether somebody holds it
 * @param holder who does
 * @param since when it was granted
 * @param expiresAt the end of the holder's lease; null for a child JVM, which has none
 * @param count how often its holder has acquired it and not released it
 * @param fence of the latest grant
 * @param waiters callers that are blocked in acquire
 */
public record LockStatus(
    String name,
    boolean reentrant,
    boolean locked,
    @Nullable String holder,
    @Nullable Instant since,
    @Nullable Instant expiresAt,
    int count,
    long fence,
    int waiters) {

  LockStatus with(int waiters) {
    return new LockStatus(name, reentrant, locked, holder, since, expiresAt, count, fence, waiters);
  }
}
