package io.forkyard.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at busy children a few times a second, and at what dead ones left behind. Looking at the
 * whole machine costs milliseconds, so the dead of one tick share it. Without either it sleeps.
 */
final class Watch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final Duration TICK = Duration.ofMillis(200);

  private final Set<Child> busy = ConcurrentHashMap.newKeySet();
  private final Queue<Child> dead = new ConcurrentLinkedQueue<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("forkyard-watch").unstarted(this::run);
  private final OomKills oomKills;
  private volatile boolean idle;
  private volatile boolean closed;

  Watch(OomKills oomKills) {
    this.oomKills = oomKills;
  }

  void start() {
    thread.start();
  }

  void busy(Child child) {
    if (idle) {
      oomKills.skip();
    }
    busy.add(child);
    wake();
  }

  void idle(Child child) {
    busy.remove(child);
  }

  void dead(Child child) {
    busy.remove(child);
    dead.add(child);
    wake();
  }

  /** Whether the kernel has just killed something for want of memory. */
  boolean memoryWasShort() {
    return oomKills.justNow();
  }

  /** Sweeps what is left to sweep, on the caller's thread. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    sweep();
  }

  /** Only out of its sleep: between two ticks nothing hurries. */
  private void wake() {
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      await();
      oomKills.look();
      busy.forEach(Watch::sample);
      sweep();
    }
  }

  /** One child that cannot be looked at is no reason not to look at the others. */
  private static void sample(Child child) {
    try {
      child.sample();
    } catch (RuntimeException e) {
      log.warn("Child {} cannot be watched, pid {}", child.name(), child.pid(), e);
    }
  }

  private void await() {
    idle = true;
    while (busy.isEmpty() && dead.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    idle = false;
    if (!closed) {
      LockSupport.parkNanos(this, TICK.toNanos());
    }
  }

  private void sweep() {
    List<Child> swept = new ArrayList<>();
    for (Child child = dead.poll(); child != null; child = dead.poll()) {
      swept.add(child);
    }
    if (!swept.isEmpty()) {
      try {
        ProcessTree.sweep(swept.stream().map(Child::root).toList());
      } catch (RuntimeException e) {
        log.warn("What {} dead children left behind could not be swept", swept.size(), e);
      }
      swept.forEach(Child::swept);
    }
  }
}
