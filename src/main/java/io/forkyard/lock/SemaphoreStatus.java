package io.forkyard.lock;

/**
 * A semaphore as it stands.
 *
 * @param value permits that are left
 * @param initial permits that it was created with
 * @param bounded whether there may never be more than that
 * @param waiters callers that are blocked in acquire
 */
public record SemaphoreStatus(String name, int value, int initial, boolean bounded, int waiters) {

  SemaphoreStatus with(int waiters) {
    return new SemaphoreStatus(name, value, initial, bounded, waiters);
  }
}
