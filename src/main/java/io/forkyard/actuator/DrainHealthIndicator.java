package io.forkyard.actuator;

import io.forkyard.pool.Pools;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** OUT_OF_SERVICE from the moment that the service is told to stop. */
@Component
class DrainHealthIndicator extends AbstractHealthIndicator {

  private final Pools pools;

  DrainHealthIndicator(Pools pools) {
    this.pools = pools;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    if (pools.stopping()) {
      health.outOfService();
    } else {
      health.up();
    }
  }
}
