package io.forkyard.child;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ForkJoinWorkerThread;

/** Finds the threads that a task leaves behind: all that were not there before the first one. */
final class LeftThreads {

  private final Set<Thread> known = Collections.newSetFromMap(new IdentityHashMap<>());

  LeftThreads() {
    Collections.addAll(known, every());
  }

  boolean any() {
    for (Thread thread : every()) {
      if (thread != null && !known.contains(thread) && thread.isAlive() && !idle(thread)) {
        return true;
      }
    }
    return false;
  }

  /** The JVM keeps workers of its common pools; without work they do no harm. */
  private static boolean idle(Thread thread) {
    Thread.State state = thread.getState();
    return thread instanceof ForkJoinWorkerThread
        && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
  }

  /** May have nulls at its end. */
  static Thread[] every() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 32];
    root.enumerate(threads);
    return threads;
  }
}
