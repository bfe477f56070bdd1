package io.forkyard.actuator;

import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import io.forkyard.pool.WorkerStatus;
import io.forkyard.process.Child;
import io.forkyard.process.Children;
import io.forkyard.process.OsState;
import io.forkyard.process.OsStatus;
import io.forkyard.process.ProcessTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/processes}: every live child, as the operating system sees it now. */
@Component
@Endpoint(id = "processes")
class ProcessesEndpoint {

  /** The live children, by pid. */
  record Processes(List<ProcessRow> processes) {}

  /**
   * A live child.
   *
   * @param pool null for a child of no pool, a compiler for instance
   * @param job that it runs now
   * @param worker what the pool says that it does
   * @param state as the operating system tells it
   * @param residentBytes physical memory that it holds
   */
  record ProcessRow(
      long pid,
      long ppid,
      String name,
      @Nullable String pool,
      @Nullable UUID job,
      WorkerStatus.@Nullable State worker,
      OsState state,
      Instant startedAt,
      double cpuSeconds,
      long residentBytes) {}

  private final Children children;
  private final Pools pools;

  ProcessesEndpoint(Children children, Pools pools) {
    this.children = children;
    this.pools = pools;
  }

  @ReadOperation
  Processes processes() {
    Map<Long, WorkerStatus> workers =
        pools.list().stream()
            .map(PoolStatus::workers)
            .flatMap(List::stream)
            .collect(Collectors.toMap(WorkerStatus::pid, Function.identity(), (one, other) -> one));
    return new Processes(
        children.live().stream()
            .flatMap(child -> row(child, workers.get(child.pid())).stream())
            .sorted(Comparator.comparingLong(ProcessRow::pid))
            .toList());
  }

  /** Nothing for a child that ended a moment ago. */
  private static Optional<ProcessRow> row(Child child, @Nullable WorkerStatus worker) {
    return ProcessTable.look(child.pid()).map(seen -> row(child, worker, seen));
  }

  private static ProcessRow row(Child child, @Nullable WorkerStatus worker, OsStatus seen) {
    return new ProcessRow(
        seen.pid(),
        seen.ppid(),
        child.name(),
        child.pool(),
        worker == null ? null : worker.job(),
        worker == null ? null : worker.state(),
        seen.state(),
        seen.startedAt(),
        seen.cpuSeconds(),
        seen.residentBytes());
  }
}
