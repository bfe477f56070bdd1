package io.forkyard.child;

import io.forkyard.api.SharedEvent;
import io.forkyard.api.SharedQueue;
import io.forkyard.api.SharedSemaphore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What the process shares with others: queues, locks, semaphores and events of the service. What it
 * holds of them is kept here by name, for all its threads and jobs.
 */
final class Shared {

  private final CurrentJob job;
  private final Calls calls;

  /** Guarded by this. */
  private final Map<String, HeldLock> locks = new HashMap<>();

  /** Guarded by this: permits that it has acquired and not released, where there are some. */
  private final Map<String, Integer> permits = new HashMap<>();

  /** Guarded by this: how many items it has borrowed. */
  private int loans;

  Shared(CurrentJob job, Calls calls) {
    this.job = job;
    this.calls = calls;
  }

  <E> SharedQueue<E> queue(String name, Class<E> type, @Nullable Integer maxsize) {
    request("queue.open", name).with("maxsize", maxsize).ask();
    return new RemoteQueue<>(name, type, this);
  }

  Lock lock(String name, @Nullable Boolean reentrant) {
    Object is = request("lock.open", name).with("reentrant", reentrant).ask();
    return new RemoteLock(name, Boolean.TRUE.equals(is), this);
  }

  SharedSemaphore semaphore(String name, @Nullable Integer value, boolean bounded) {
    request("semaphore.open", name).with("value", value).with("bounded", bounded).ask();
    return new RemoteSemaphore(name, this);
  }

  SharedEvent event(String name) {
    request("event.open", name).ask();
    return new RemoteEvent(name, this);
  }

  Request request(String op, String name) {
    return new Request(job, calls, op, name);
  }

  /** A lock that this process holds. */
  static final class HeldLock {

    final String token;
    final Thread owner = Thread.currentThread();

    /** Guarded by the one {@link Shared}: how often its owner has locked it. */
    private int entries = 1;

    HeldLock(String token) {
      this.token = token;
    }
  }

  synchronized boolean holds() {
    return !locks.isEmpty() || !permits.isEmpty() || loans > 0;
  }

  synchronized void locked(String lock, String token) {
    locks.put(lock, new HeldLock(token));
  }

  /** Whether this thread had the lock already, and has it once more. */
  synchronized boolean reenter(String lock) {
    HeldLock held = locks.get(lock);
    if (held == null || held.owner != Thread.currentThread()) {
      return false;
    }
    held.entries = Math.incrementExact(held.entries);
    return true;
  }

  /**
   * Leaves a lock once.
   *
   * @param ownerOnly whether other threads of the process may not
   * @return the token that it is to be released with, or null when it is held on
   */
  synchronized @Nullable String leave(String lock, boolean ownerOnly) {
    HeldLock held = locks.get(lock);
    if (held == null || ownerOnly && held.owner != Thread.currentThread()) {
      throw new IllegalMonitorStateException(
          "this " + (ownerOnly ? "thread" : "process") + " does not hold the lock " + lock);
    }
    if (--held.entries > 0) {
      return null;
    }
    locks.remove(lock);
    return held.token;
  }

  synchronized void borrowed() {
    loans++;
  }

  synchronized void returned() {
    loans--;
  }

  synchronized void acquired(String semaphore) {
    permits.merge(semaphore, 1, Integer::sum);
  }

  synchronized void released(String semaphore) {
    permits.computeIfPresent(semaphore, (name, held) -> held == 1 ? null : held - 1);
  }
}
