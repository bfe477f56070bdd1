package io.forkyard.queue;

import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lines of all queues that somebody wants something of, and how many may stand in them. */
final class Lines {

  private final ConcurrentHashMap<String, Line> lines = new ConcurrentHashMap<>();
  private final AtomicInteger waiters = new AtomicInteger();
  private final ExchangeStore store;
  private final ChangeSignal signal;
  private final Consumer<QueueEvent> events;
  private final QueueProperties properties;

  Lines(
      ExchangeStore store,
      ChangeSignal signal,
      Consumer<QueueEvent> events,
      QueueProperties properties) {
    this.store = store;
    this.signal = signal;
    this.events = events;
    this.properties = properties;
  }

  /** The line of a queue, while there is one. */
  Optional<Line> find(String queue) {
    return Optional.ofNullable(lines.get(queue));
  }

  /**
   * Stands in line until the outcome is there, the time is up, the thread is interrupted (its flag
   * stays set) or the service stops.
   *
   * @param limit zero for one turn only
   */
  <T> T await(String queue, Waiter<T> waiter, Duration limit) {
    boolean blocking = limit.isPositive();
    Line line = enter(queue);
    try {
      waiter.crowded = blocking && isCrowded(line);
      await(line, waiter, waiter.crowded ? Duration.ZERO : limit);
      return waiter.outcome.join();
    } finally {
      if (blocking) {
        waiters.decrementAndGet();
      }
      exit(queue);
    }
  }

  private void await(Line line, Waiter<?> waiter, Duration limit) {
    line.join(waiter);
    signal.await(waiter.topic, limit, waiter::done, done -> done);
    if (!waiter.done()) {
      line.leave(waiter, reason());
    }
  }

  private @Nullable Refusal reason() {
    if (Thread.currentThread().isInterrupted()) {
      return Refusal.GAVE_UP;
    }
    return signal.closed() ? Refusal.STOPPING : null;
  }

  /** Counts the caller in, in any case: one who comes too late has one turn. */
  private boolean isCrowded(Line line) {
    return waiters.incrementAndGet() > properties.maxWaiters()
        || line.size() >= properties.maxWaitersPerQueue();
  }

  private Line enter(String queue) {
    return lines.compute(
        queue,
        (name, present) -> {
          Line line = present == null ? new Line(name, store, signal, events) : present;
          line.users++;
          return line;
        });
  }

  private void exit(String queue) {
    lines.computeIfPresent(queue, (name, line) -> --line.users == 0 ? null : line);
  }
}
