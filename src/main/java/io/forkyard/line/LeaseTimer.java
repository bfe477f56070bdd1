package io.forkyard.line;

import io.forkyard.storage.ChangeSignal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the leases whose time is up. One thread waits for the next of all of a kind, and where other
 * nodes lend too it looks each second, as a lease may have been left by a node that is gone.
 */
public final class LeaseTimer implements SmartLifecycle {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_SHARED = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(LeaseTimer.class);

  private final String name;
  private final String topic;
  private final Leases leases;
  private final Lines<?, ?> lines;
  private final ChangeSignal signal;
  private final Clock clock;

  /** When the next lease ends, in milliseconds since 1970. */
  private final AtomicLong next = new AtomicLong(Long.MAX_VALUE);

  private volatile @Nullable Thread thread;
  private boolean failing; // the thread's

  /** Where the rows are that have leases. */
  public interface Leases {

    /** Ends the leases whose time is up and names the things that had them. */
    Set<String> expire();

    /** When the next lease ends. */
    Optional<Instant> next();
  }

  /**
   * One that has not started.
   *
   * @param name of its thread, which is woken under {@link ChangeSignal#HERE} and its name
   */
  public LeaseTimer(
      String name, Leases leases, Lines<?, ?> lines, ChangeSignal signal, Clock clock) {
    this.name = name;
    this.topic = ChangeSignal.HERE + name;
    this.leases = leases;
    this.lines = lines;
    this.signal = signal;
    this.clock = clock;
  }

  /** Says that a lease has begun just now. */
  public void lent(Duration lease) {
    long end = clock.millis() + lease.toMillis();
    if (end < next.getAndAccumulate(end, Math::min)) {
      signal.changed(topic);
    }
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  @Override
  public void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  /** Leases do not pause. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  /** While what runs gets time to end, leases end too. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void run() {
    while (!signal.closed() && !Thread.currentThread().isInterrupted()) {
      try {
        expire();
        failing = false;
        await();
      } catch (RuntimeException e) {
        failed(e);
        signal.await(topic, AFTER_FAILURE, () -> false, never -> never);
      }
    }
  }

  /** Says so once, as the database may be away for long. */
  private void failed(RuntimeException why) {
    if (!failing) {
      log.warn("The leases of {} cannot be ended now", name, why);
    }
    failing = true;
  }

  /** Writes only when there is something to end. */
  private void expire() {
    look();
    if (next.get() <= clock.millis()) {
      leases.expire().forEach(lines::changed);
      look();
    }
  }

  private void look() {
    next.set(Long.MAX_VALUE);
    leases.next().ifPresent(end -> next.accumulateAndGet(end.toEpochMilli(), Math::min));
  }

  private void await() {
    long known = next.get();
    Duration longest = signal.shared() ? LONGEST_SHARED : LONGEST;
    long pause = Math.clamp(known - clock.millis(), 0, longest.toMillis());
    signal.await(
        topic, Duration.ofMillis(pause), next::get, seen -> seen < known || seen <= clock.millis());
  }
}
