package io.forkyard.process;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each child hear some times within the limit that its service is there. One thread for all:
 * it waits for no child. When this process is stopped the thread is too, and the children end
 * themselves.
 */
final class Pulse implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Pulse.class);
  private static final int PER_LIMIT = 7;

  private final Duration silence;
  private final Collection<Child> children;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("forkyard-pulse").unstarted(this::run);
  private volatile BooleanSupplier alive = () -> true;
  private volatile boolean closed;

  /**
   * The pulse of some children.
   *
   * @param silence limit of the children; zero for none, then there is no thread
   * @param children those that live, at any moment
   */
  Pulse(Duration silence, Collection<Child> children) {
    this.silence = silence;
    this.children = children;
  }

  /** Beats only while something holds. */
  void onlyWhile(BooleanSupplier alive) {
    this.alive = alive;
  }

  void start() {
    if (silence.isPositive()) {
      thread.start();
    }
  }

  private void run() {
    while (!closed) {
      if (alive.getAsBoolean()) {
        children.forEach(Pulse::beat);
      }
      LockSupport.parkNanos(this, silence.dividedBy(PER_LIMIT).toNanos());
    }
  }

  /** A machine without room for a thread is no reason to be silent to the others. */
  private static void beat(Child child) {
    try {
      child.pulse();
    } catch (RuntimeException | OutOfMemoryError e) {
      log.warn("Child {} has no pulse, pid {}", child.name(), child.pid(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
