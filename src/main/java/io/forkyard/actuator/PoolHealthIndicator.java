package io.forkyard.actuator;

import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** DOWN while a pool cannot start children. */
@Component
class PoolHealthIndicator extends AbstractHealthIndicator {

  private final Pools pools;

  PoolHealthIndicator(Pools pools) {
    this.pools = pools;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    List<PoolStatus> all = pools.listHere();
    health.up().withDetail("pools", all.size());
    for (PoolStatus pool : all) {
      String trouble = pool.trouble();
      if (trouble != null) {
        health.down().withDetail(pool.name(), trouble);
      }
    }
  }
}
