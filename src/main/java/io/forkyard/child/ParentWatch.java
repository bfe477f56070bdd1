package io.forkyard.child;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends the JVM when its parent is another one than at the start, even if the pipe stays open. */
final class ParentWatch extends Thread {

  private final long parent;

  private ParentWatch(long parent) {
    super("forkyard-parent-watch");
    setDaemon(true);
    this.parent = parent;
  }

  static void begin() {
    long parent = Proc.parent();
    if (parent > 0) {
      new ParentWatch(parent).start();
    }
  }

  @Override
  public void run() {
    while (Proc.parent() == parent) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }
    Runtime.getRuntime().halt(1);
  }
}
