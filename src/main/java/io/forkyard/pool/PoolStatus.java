package io.forkyard.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool as it stood when it was looked at.
 *
 * @param trouble why its children do not start; null when they do
 */
public record PoolStatus(
    String name,
    PoolSettings settings,
    PoolState state,
    long pending,
    long running,
    long succeeded,
    long failed,
    List<WorkerStatus> workers,
    @Nullable String trouble) {

  PoolStatus withWorkers(List<WorkerStatus> all) {
    return new PoolStatus(name, settings, state, pending, running, succeeded, failed, all, trouble);
  }
}
