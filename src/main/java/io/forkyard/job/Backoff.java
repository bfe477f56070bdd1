package io.forkyard.job;

import java.time.Duration;

/** How long a job waits before its next attempt: twice as long after each one. */
final class Backoff {

  private static final int MOST_DOUBLINGS = 8;

  private Backoff() {}

  static Duration after(int attempts, Duration first) {
    return first.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
  }
}
