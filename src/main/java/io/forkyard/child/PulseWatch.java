package io.forkyard.child;

import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Wire;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the JVM when its service has been silent for too long: others may run its task again by
 * then. It looks some times within the limit and asks for two silent looks in a row, so that a
 * process which was paused itself can read what has come meanwhile. After a {@code Bye} the child
 * is leaving anyway and nothing is read any more, so nothing is watched.
 */
final class PulseWatch extends Thread {

  private static final int LOOKS = 8;
  private static final long LONGEST_TICK = TimeUnit.SECONDS.toNanos(1);
  private static final long LAST_WORDS_MS = 1000;

  private final Listener listener;
  private final FrameWriter out;
  private final long limit;
  private final long tick;

  private PulseWatch(Listener listener, FrameWriter out, long limit) {
    super("forkyard-pulse-watch");
    setDaemon(true);
    this.listener = listener;
    this.out = out;
    this.limit = limit;
    this.tick = Math.min(limit / LOOKS, LONGEST_TICK);
  }

  static void begin(Listener listener, FrameWriter out, long milliseconds) {
    new PulseWatch(listener, out, TimeUnit.MILLISECONDS.toNanos(milliseconds)).start();
  }

  @Override
  public void run() {
    if (awaitSilence()) {
      leave();
    }
  }

  /** False when there is nothing to wait for any more. */
  private boolean awaitSilence() {
    boolean before = false;
    while (listener.listens()) {
      boolean silent = System.nanoTime() - listener.heard() > limit - tick;
      if (silent && before) {
        return true;
      }
      before = !paused() && silent;
    }
    return false;
  }

  /** Waits for a tick; tells whether it has taken much longer. */
  private boolean paused() {
    Thread.interrupted();
    long begin = System.nanoTime();
    LockSupport.parkNanos(tick);
    return System.nanoTime() - begin > 2 * tick;
  }

  /** Whatever the last words meet, they have an end. */
  private void leave() {
    try {
      Thread words = new LastWords(out, TimeUnit.NANOSECONDS.toMillis(limit));
      words.start();
      words.join(LAST_WORDS_MS);
    } catch (InterruptedException e) {
      interrupt();
    } finally {
      Runtime.getRuntime().halt(Wire.ALONE);
    }
  }
}
