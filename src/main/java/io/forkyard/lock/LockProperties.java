package io.forkyard.lock;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of locks, semaphores and events.
 *
 * @param maxLocks how many there may be
 * @param maxSemaphores how many there may be
 * @param maxEvents how many there may be
 * @param lease how long a caller over HTTP holds a lock unless it says so
 * @param maxLease the longest that it may say
 * @param maxWaiters callers that may be blocked, for all of them together
 * @param maxWaitersPerLock callers that may be blocked for one lock, semaphore or event
 */
@Validated
@ConfigurationProperties("forkyard.lock")
public record LockProperties(
    @DefaultValue("10000") @Min(1) int maxLocks,
    @DefaultValue("10000") @Min(1) int maxSemaphores,
    @DefaultValue("10000") @Min(1) int maxEvents,
    @DefaultValue("60s") @NotNull Duration lease,
    @DefaultValue("12h") @NotNull Duration maxLease,
    @DefaultValue("2000") @Min(1) int maxWaiters,
    @DefaultValue("1000") @Min(1) int maxWaitersPerLock) {

  public LockProperties {
    if (lease.toMillis() < 1 || lease.compareTo(maxLease) > 0) {
      throw new IllegalArgumentException(
          "forkyard.lock.lease must be more than 0 and at most forkyard.lock.max-lease");
    }
  }
}
