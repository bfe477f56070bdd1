package io.forkyard.storage;

import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends waits whose time is up, by one thread that sleeps until the first of those ends that it has
 * seen. A wait that is over before nearly always comes and goes without waking it. The JDK's timer
 * for virtual threads wakes up twice for each wait, each time at the cost of a thread that works.
 *
 * <p>Any thread may call.
 */
final class Alarm {

  private static final Logger log = LoggerFactory.getLogger(Alarm.class);

  private static final long AFTER_TROUBLE = 100_000_000;

  /** Half of what fits into a difference of two times. */
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final AtomicLong last = new AtomicLong();
  private final ConcurrentSkipListSet<Bell> bells = new ConcurrentSkipListSet<>();
  private final Thread thread;

  /** When the thread wakes up by itself. */
  private volatile long wakes = System.nanoTime() + NEVER;

  /** Begins, for as long as the JVM lives. */
  Alarm() {
    thread = Thread.ofPlatform().daemon().name("alarm").start(this::run);
  }

  /** A permit that is given once, when its time has come. */
  final class Bell implements Comparable<Bell>, AutoCloseable {

    private final Semaphore waiter;
    private final long time;
    private final long number = last.incrementAndGet();
    private volatile boolean rung;

    private Bell(Semaphore waiter, long nanos) {
      this.waiter = waiter;
      this.time = System.nanoTime() + Math.min(nanos, NEVER);
    }

    /** Whether the permit was given. */
    boolean rung() {
      return rung;
    }

    private void ring() {
      rung = true;
      waiter.release();
    }

    @Override
    public int compareTo(Bell other) {
      long later = time - other.time;
      return later == 0 ? Long.compare(number, other.number) : Long.signum(later);
    }

    /** Gives no permit from now on, but for one that is just being given. */
    @Override
    public void close() {
      bells.remove(this);
    }
  }

  /** Sets a bell that rings after so many nanoseconds. Its caller closes it, rung or not. */
  Bell set(Semaphore waiter, long nanos) {
    Bell bell = new Bell(waiter, nanos);
    bells.add(bell);
    VarHandle.fullFence();
    if (bell.time - wakes < 0) {
      LockSupport.unpark(thread);
    }
    return bell;
  }

  /** Goes on whatever happens, or no wait would end any more. */
  private void run() {
    while (true) {
      try {
        ringAndSleep();
      } catch (RuntimeException | Error e) {
        log.warn("Waits whose time is up may go on for a moment", e);
        LockSupport.parkNanos(this, AFTER_TROUBLE);
      }
    }
  }

  private void ringAndSleep() {
    long now = System.nanoTime();
    long next = ring(now);
    wakes = next;
    VarHandle.fullFence();
    if (next == ring(now)) {
      LockSupport.parkNanos(this, next - now);
    }
  }

  /** Rings all whose time has come; returns the time of the next one. */
  private long ring(long now) {
    for (Bell bell : bells) {
      if (bell.time - now > 0) {
        return bell.time;
      }
      if (bells.remove(bell)) {
        bell.ring();
      }
    }
    return now + NEVER;
  }
}
