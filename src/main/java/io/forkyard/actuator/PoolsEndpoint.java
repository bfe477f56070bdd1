package io.forkyard.actuator;

import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/pools}: settings, backlog and workers of every pool. */
@Component
@Endpoint(id = "pools")
class PoolsEndpoint {

  /** The pools, by name. */
  record PoolsRow(List<PoolStatus> pools) {}

  private final Pools pools;

  PoolsEndpoint(Pools pools) {
    this.pools = pools;
  }

  @ReadOperation
  PoolsRow pools() {
    return new PoolsRow(pools.list());
  }
}
