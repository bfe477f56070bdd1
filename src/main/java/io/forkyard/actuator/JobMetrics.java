package io.forkyard.actuator;

import io.forkyard.job.Claim;
import io.forkyard.job.JobEnded;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Counts jobs by how they ended, and times how long they waited and ran. */
@Component
class JobMetrics {

  private final MeterRegistry registry;
  private final Clock clock;

  JobMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  @EventListener
  void ended(JobEnded event) {
    Claim claim = event.claim();
    String pool = claim.pool();
    registry.counter("forkyard.jobs", "pool", pool, "state", event.state().name()).increment();
    registry
        .timer("forkyard.job.wait", "pool", pool)
        .record(Duration.between(claim.submittedAt(), claim.startedAt()));
    registry
        .timer("forkyard.job.run", "pool", pool)
        .record(Duration.between(claim.startedAt(), clock.instant()));
  }
}
