package io.forkyard.actuator;

import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import io.forkyard.pool.ProcessStatus;
import io.forkyard.pool.Processes;
import io.forkyard.pool.WorkerStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
  record Table(List<Row> processes) {}

  /**
   * A live child.
   *
   * @param id under which it is known to callers
   * @param pool null for a child of no pool: a process of its own, or a compiler
   * @param job that it runs now
   * @param worker what the pool says that it does
   * @param state as the operating system tells it
   * @param residentBytes physical memory that it holds
   */
  record Row(
      UUID id,
      long pid,
      long ppid,
      String name,
      @Nullable String pool,
      @Nullable String job,
      WorkerStatus.@Nullable State worker,
      @Nullable String state,
      Instant startedAt,
      @Nullable Double cpuSeconds,
      @Nullable Long residentBytes) {}

  private final Processes processes;
  private final Pools pools;

  ProcessesEndpoint(Processes processes, Pools pools) {
    this.processes = processes;
    this.pools = pools;
  }

  @ReadOperation
  Table processes() {
    Map<Long, WorkerStatus> workers =
        pools.list().stream()
            .map(PoolStatus::workers)
            .flatMap(List::stream)
            .collect(Collectors.toMap(WorkerStatus::pid, Function.identity(), (one, other) -> one));
    return new Table(
        processes.live().stream()
            .filter(process -> process.osState() != null)
            .map(process -> row(process, workers.get(process.pid())))
            .sorted(Comparator.comparingLong(Row::pid))
            .toList());
  }

  private static Row row(ProcessStatus process, @Nullable WorkerStatus worker) {
    return new Row(
        process.id(),
        process.pid(),
        process.ppid(),
        process.name(),
        process.pool(),
        process.job(),
        worker == null ? null : worker.state(),
        process.osState(),
        process.startedAt(),
        process.cpuSeconds(),
        process.residentBytes());
  }
}
