package io.forkyard.job;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long after each one, up to 256 times. */
public final class Backoff {

  private static final int MOST_DOUBLINGS = 8;

  private Backoff() {}

  /**
   * The wait after so many attempts.
   *
   * @param first the wait after the first
   */
  public static Duration after(int attempts, Duration first) {
    return first.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
  }
}
