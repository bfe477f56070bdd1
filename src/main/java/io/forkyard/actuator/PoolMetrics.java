package io.forkyard.actuator;

import io.forkyard.pool.PoolEvent;
import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import io.forkyard.pool.WorkerStatus;
import io.forkyard.process.Child;
import io.forkyard.process.Children;
import io.forkyard.process.OsStatus;
import io.forkyard.process.ProcessTable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Gauges of each pool while it exists, and of all child processes. */
@Component
class PoolMetrics {

  private final MeterRegistry registry;
  private final ObjectProvider<Pools> pools;
  private final Map<String, List<Meter>> gauges = new ConcurrentHashMap<>();

  PoolMetrics(MeterRegistry registry, ObjectProvider<Pools> pools, Children children) {
    this.registry = registry;
    this.pools = pools;
    Gauge.builder("forkyard.process.live", children, all -> all.live().size())
        .description("Child JVMs that live now")
        .register(registry);
    Gauge.builder("forkyard.process.resident", children, PoolMetrics::resident)
        .description("Physical memory that the child JVMs hold")
        .baseUnit("bytes")
        .register(registry);
  }

  @EventListener
  void changed(PoolEvent event) {
    switch (event) {
      case PoolEvent.Opened opened -> gauges.computeIfAbsent(opened.pool(), this::register);
      case PoolEvent.Deleted deleted ->
          Optional.ofNullable(gauges.remove(deleted.pool()))
              .ifPresent(meters -> meters.forEach(registry::remove));
    }
  }

  private List<Meter> register(String pool) {
    return List.of(
        gauge("forkyard.pool.size", pool, status -> status.settings().size()),
        gauge("forkyard.pool.pending", pool, PoolStatus::pending),
        gauge("forkyard.pool.running", pool, PoolStatus::running),
        gauge("forkyard.pool.idle", pool, PoolMetrics::idle));
  }

  private Meter gauge(String name, String pool, ToDoubleFunction<PoolStatus> value) {
    return Gauge.builder(
            name, () -> pools.getObject().find(pool).map(value::applyAsDouble).orElse(Double.NaN))
        .tag("pool", pool)
        .register(registry);
  }

  private static double idle(PoolStatus status) {
    return status.workers().stream()
        .filter(worker -> worker.state() == WorkerStatus.State.IDLE)
        .count();
  }

  private static double resident(Children children) {
    return children.live().stream()
        .map(Child::pid)
        .flatMap(pid -> ProcessTable.look(pid).stream())
        .mapToLong(OsStatus::residentBytes)
        .sum();
  }
}
