package io.forkyard.actuator;

import io.forkyard.queue.Item;
import io.forkyard.queue.QueueEvent;
import io.forkyard.queue.QueueStatus;
import io.forkyard.queue.Queues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What goes through each queue, and what stands in it, while it exists. */
@Component
class QueueMetrics {

  private final MeterRegistry registry;
  private final ObjectProvider<Queues> queues;
  private final Clock clock;
  private final Map<String, Meters> meters = new ConcurrentHashMap<>();

  QueueMetrics(MeterRegistry registry, ObjectProvider<Queues> queues, Clock clock) {
    this.registry = registry;
    this.queues = queues;
    this.clock = clock;
  }

  /** Of one queue. */
  private record Meters(
      Counter puts,
      Counter gets,
      Counter returns,
      Timer time,
      Gauge depth,
      Gauge getters,
      Gauge putters) {

    Stream<Meter> all() {
      return Stream.of(puts, gets, returns, time, depth, getters, putters);
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void started() {
    queues
        .getObject()
        .list("", Integer.MAX_VALUE)
        .forEach(queue -> meters.computeIfAbsent(queue.name(), this::register));
  }

  @EventListener
  void changed(QueueEvent event) {
    switch (event) {
      case QueueEvent.Opened opened -> settle(opened.queue());
      case QueueEvent.Deleted deleted -> settle(deleted.queue());
      case QueueEvent.Moved moved -> count(meters.get(moved.queue()), moved);
      case QueueEvent.Returned returned -> count(meters.get(returned.queue()));
    }
  }

  /** Callers who create and delete at once are not heard in the order of what they did. */
  private void settle(String queue) {
    meters.compute(
        queue,
        (name, present) -> {
          if (queues.getObject().find(queue).isPresent()) {
            return present == null ? register(queue) : present;
          }
          remove(present);
          return null;
        });
  }

  private Meters register(String queue) {
    return new Meters(
        registry.counter("forkyard.queue.puts", "queue", queue),
        registry.counter("forkyard.queue.gets", "queue", queue),
        registry.counter("forkyard.queue.returns", "queue", queue),
        registry.timer("forkyard.queue.time", "queue", queue),
        gauge("forkyard.queue.depth", queue, QueueMetrics::depth),
        gauge("forkyard.queue.getters", queue, Queues::getters),
        gauge("forkyard.queue.putters", queue, Queues::putters));
  }

  private static double depth(Queues queues, String queue) {
    return queues.find(queue).map(QueueStatus::qsize).map(Integer::doubleValue).orElse(Double.NaN);
  }

  private Gauge gauge(String name, String queue, ToDoubleBiFunction<Queues, String> value) {
    return Gauge.builder(name, () -> value.applyAsDouble(queues.getObject(), queue))
        .tag("queue", queue)
        .register(registry);
  }

  private void remove(@Nullable Meters gone) {
    if (gone != null) {
      gone.all().forEach(registry::remove);
    }
  }

  private void count(@Nullable Meters of, QueueEvent.Moved moved) {
    if (of != null) {
      Instant now = clock.instant();
      of.puts().increment(moved.put());
      of.gets().increment(moved.got().size());
      moved.got().stream()
          .map(Item::putAt)
          .forEach(putAt -> of.time().record(Duration.between(putAt, now)));
    }
  }

  private static void count(@Nullable Meters of) {
    if (of != null) {
      of.returns().increment();
    }
  }
}
