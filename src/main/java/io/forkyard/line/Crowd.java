package io.forkyard.line;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many callers may be blocked.
 *
 * <p>Each counts in any case while it is here: one who comes too late has one turn.
 */
public final class Crowd {

  private final AtomicInteger waiters = new AtomicInteger();
  private final int most;
  private final int mostPerLine;

  /**
   * With nobody in it.
   *
   * @param most in all lines together
   * @param mostPerLine in each of them
   */
  public Crowd(int most, int mostPerLine) {
    this.most = most;
    this.mostPerLine = mostPerLine;
  }

  /** Whether one more is one too many. */
  boolean enter(Line<?, ?> line) {
    return waiters.incrementAndGet() > most || line.size() >= mostPerLine;
  }

  void exit() {
    waiters.decrementAndGet();
  }
}
