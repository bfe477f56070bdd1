package io.forkyard.pool;

import io.forkyard.process.StartFailedException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The failed starts of one kind of child since the last good one. Starts are tried one at a time
 * and ever less often until one succeeds. Owned by the pool's thread.
 */
final class StartTrouble {

  private static final int ENOUGH = 3;
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 10;

  private int failures;
  private Instant next = Instant.MIN;
  private @Nullable StartFailedException last;

  void failed(StartFailedException failure, Instant now) {
    failures++;
    last = failure;
    Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    next = now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
  }

  void started() {
    failures = 0;
    last = null;
    next = Instant.MIN;
  }

  /** How many may be started now, when so many are wanted and so many are already on their way. */
  int allowed(int wanted, int starting, Instant now) {
    if (failures == 0) {
      return wanted;
    }
    return starting > 0 || now.isBefore(next) ? 0 : Math.min(wanted, 1);
  }

  /** Whether so many starts have failed that jobs need not wait for the next. */
  boolean hopeless() {
    return failures >= ENOUGH;
  }

  @Nullable StartFailedException last() {
    return last;
  }

  /** When the next start may be tried; far in the past when there is no trouble. */
  Instant next() {
    return next;
  }
}
