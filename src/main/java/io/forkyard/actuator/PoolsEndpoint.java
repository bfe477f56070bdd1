package io.forkyard.actuator;

import io.forkyard.pool.PoolSettings;
import io.forkyard.pool.PoolState;
import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import io.forkyard.pool.WorkerStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/pools}: settings, backlog and workers of every pool. */
@Component
@Endpoint(id = "pools")
class PoolsEndpoint {

  /** The pools, by name. */
  record PoolRows(List<PoolRow> pools) {}

  /**
   * A pool.
   *
   * @param archive whether its children start with the class archive
   * @param trouble why its children do not start; null when they do
   */
  record PoolRow(
      String name,
      PoolState state,
      int size,
      int spares,
      @Nullable Integer maxTasksPerChild,
      long pending,
      long running,
      long succeeded,
      long failed,
      List<WorkerStatus> workers,
      boolean archive,
      @Nullable String trouble) {

    static PoolRow of(PoolStatus pool, boolean archive) {
      PoolSettings settings = pool.settings();
      return new PoolRow(
          pool.name(),
          pool.state(),
          settings.size(),
          settings.spares(),
          settings.maxTasksPerChild(),
          pool.pending(),
          pool.running(),
          pool.succeeded(),
          pool.failed(),
          pool.workers(),
          archive,
          pool.trouble());
    }
  }

  private final Pools pools;

  PoolsEndpoint(Pools pools) {
    this.pools = pools;
  }

  @ReadOperation
  PoolRows pools() {
    return new PoolRows(
        pools.list().stream()
            .map(pool -> PoolRow.of(pool, pools.startsWithArchive(pool)))
            .toList());
  }
}
