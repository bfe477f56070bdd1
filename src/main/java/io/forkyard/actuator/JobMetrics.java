package io.forkyard.actuator;

import io.forkyard.job.JobEnded;
import io.forkyard.job.JobState;
import io.forkyard.pool.PoolEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Counts jobs by how they ended, and times how long they waited and ran. A pool's meters are there
 * as long as the pool, so that their number has a bound.
 */
@Component
class JobMetrics {

  private final MeterRegistry registry;
  private final Clock clock;
  private final Map<String, Meters> pools = new ConcurrentHashMap<>();

  JobMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  @EventListener
  void changed(PoolEvent event) {
    switch (event) {
      case PoolEvent.Opened opened ->
          pools.computeIfAbsent(opened.pool(), pool -> Meters.of(pool, registry));
      case PoolEvent.Deleted deleted ->
          Optional.ofNullable(pools.remove(deleted.pool()))
              .ifPresent(meters -> meters.all().forEach(registry::remove));
    }
  }

  @EventListener
  void ended(JobEnded event) {
    Optional.ofNullable(pools.get(event.pool())).ifPresent(meters -> count(event, meters));
  }

  private void count(JobEnded event, Meters meters) {
    Optional.ofNullable(meters.ended().get(event.state())).ifPresent(Counter::increment);
    if (event.startedAt() != null) {
      meters.waited().record(Duration.between(event.submittedAt(), event.startedAt()));
      meters.ran().record(Duration.between(event.startedAt(), clock.instant()));
    }
  }

  /** Those of one pool. */
  private record Meters(Map<JobState, Counter> ended, Timer waited, Timer ran) {

    static Meters of(String pool, MeterRegistry registry) {
      Map<JobState, Counter> ended = new EnumMap<>(JobState.class);
      Stream.of(JobState.values())
          .filter(JobState::ready)
          .forEach(state ->
              ended.put(
                  state, registry.counter("forkyard.jobs", "pool", pool, "state", state.name())));
      return new Meters(
          ended,
          registry.timer("forkyard.job.wait", "pool", pool),
          registry.timer("forkyard.job.run", "pool", pool));
    }

    Stream<Meter> all() {
      return Stream.concat(ended.values().stream(), Stream.of(waited, ran));
    }
  }
}
