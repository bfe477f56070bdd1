package io.forkyard.pool;

import java.time.Duration;
import java.time.Instant;

/**
 * The failed starts of one kind of worker since the last good one. Starts are tried one at a time
 * and ever less often until one succeeds. Owned by the pool's thread.
 */
final class StartTrouble {

  private static final int ENOUGH = 3;
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 10;

  private int failures;
  private Instant next = Instant.MIN;

  void failed(Instant now) {
    failures++;
    Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    next = now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
  }

  int allowed(int wanted, int starting, Instant now) {
    return starting > 0 || now.isBefore(next) ? 0 : Math.min(wanted, 1);
  }

  boolean hopeless() {
    return failures >= ENOUGH;
  }

  Instant next() {
    return next;
  }
}
