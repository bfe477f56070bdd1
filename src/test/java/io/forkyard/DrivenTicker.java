package io.forkyard;

import io.forkyard.storage.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** A time that stands until the test moves it. Then all who wait look whether theirs is up. */
public final class DrivenTicker implements Ticker {

  private final Set<Semaphore> waiting = new HashSet<>();
  private long now;
  private final Map<Long, Integer> begun = new HashMap<>();

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public boolean tryAcquire(Semaphore change, long nanos) throws InterruptedException {
    enter(change, nanos);
    try {
      change.acquire();
      return true;
    } finally {
      leave(change);
    }
  }

  private synchronized void enter(Semaphore change, long nanos) {
    waiting.add(change);
    begun.merge(nanos, 1, Integer::sum);
  }

  private synchronized void leave(Semaphore change) {
    waiting.remove(change);
  }

  /** How often somebody has begun to wait for so long. Who has looked in vain begins anew. */
  public synchronized int waits(Duration left) {
    return begun.getOrDefault(left.toNanos(), 0);
  }

  public synchronized void pass(Duration time) {
    now += time.toNanos();
    waiting.forEach(Semaphore::release);
  }
}
