package io.forkyard.queue;

import io.forkyard.storage.ChangeSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Ends the leases whose time is up. One thread waits for the next of all queues. */
final class LeaseTimer implements SmartLifecycle {

  /** Where it is woken. */
  static final String TOPIC = "queue/leases";

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(LeaseTimer.class);

  private final LeaseStore store;
  private final Lines lines;
  private final ChangeSignal signal;
  private final Clock clock;

  /** When the next lease ends, in milliseconds since 1970. */
  private final AtomicLong next = new AtomicLong(Long.MAX_VALUE);

  private volatile @Nullable Thread thread;

  LeaseTimer(LeaseStore store, Lines lines, ChangeSignal signal, Clock clock) {
    this.store = store;
    this.lines = lines;
    this.signal = signal;
    this.clock = clock;
  }

  /** Says that an item was lent just now. */
  void lent(Duration lease) {
    long end = clock.millis() + lease.toMillis();
    if (end < next.getAndAccumulate(end, Math::min)) {
      signal.changed(TOPIC);
    }
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("queue-leases").start(this::run);
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

  private void run() {
    while (!signal.closed() && !Thread.currentThread().isInterrupted()) {
      try {
        expire();
        await();
      } catch (RuntimeException e) {
        log.warn("Leases of queues cannot be ended now", e);
        signal.await(TOPIC, AFTER_FAILURE, () -> false, never -> never);
      }
    }
  }

  private void expire() {
    store.expire().forEach(queue -> lines.find(queue).ifPresent(Line::changed));
    next.set(Long.MAX_VALUE);
    store.next().ifPresent(end -> next.accumulateAndGet(end.toEpochMilli(), Math::min));
  }

  private void await() {
    long known = next.get();
    long pause = Math.clamp(known - clock.millis(), 0, LONGEST.toMillis());
    signal.await(
        TOPIC, Duration.ofMillis(pause), next::get, seen -> seen < known || seen <= clock.millis());
  }
}
