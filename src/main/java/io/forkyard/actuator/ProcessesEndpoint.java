package io.forkyard.actuator;

import io.forkyard.node.Answers;
import io.forkyard.node.Errand;
import io.forkyard.node.Errands;
import io.forkyard.node.Nodes;
import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import io.forkyard.pool.ProcessStatus;
import io.forkyard.pool.Processes;
import io.forkyard.pool.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/processes}: every live child of every node, as its operating system sees it. */
@Component
@Endpoint(id = "processes")
class ProcessesEndpoint {

  private static final Duration ANSWER = Duration.ofSeconds(2);

  /**
   * The live children, by pid.
   *
   * @param silentNodes how many nodes did not answer in time: their children are not among these
   */
  record Table(List<Row> processes, int silentNodes) {}

  /** Asks for those of one node. */
  record Question() {}

  /** Those of one node. */
  record Rows(List<Row> rows) {}

  /**
   * A live child.
   *
   * @param node name of the one that has it
   * @param id under which it is known to callers
   * @param pool null for a child of no pool: a process of its own, or a compiler
   * @param job that it runs now
   * @param worker what the pool says that it does
   * @param state as the operating system tells it
   * @param residentBytes physical memory that it holds
   */
  record Row(
      String node,
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
  private final String node;
  private final Errand<Question, Rows> errand;

  ProcessesEndpoint(Processes processes, Pools pools, Nodes nodes, Errands errands) {
    this.processes = processes;
    this.pools = pools;
    this.node = nodes.self().name();
    this.errand =
        errands.kind(
            "process-table", Question.class, Rows.class, question -> Optional.of(rowsHere()));
  }

  @ReadOperation
  Table processes() {
    Answers<Rows> others = errand.askOthers(new Question(), ANSWER);
    return new Table(
        Stream.concat(others.given().stream(), Stream.of(rowsHere()))
            .flatMap(rows -> rows.rows().stream())
            .sorted(Comparator.comparingLong(Row::pid))
            .toList(),
        others.silent());
  }

  private Rows rowsHere() {
    Map<Long, WorkerStatus> workers =
        pools.listHere().stream()
            .map(PoolStatus::workers)
            .flatMap(List::stream)
            .collect(Collectors.toMap(WorkerStatus::pid, Function.identity(), (one, other) -> one));
    return new Rows(
        processes.live().stream()
            .filter(process -> process.osState() != null)
            .map(process -> row(process, workers.get(process.pid())))
            .toList());
  }

  private Row row(ProcessStatus process, @Nullable WorkerStatus worker) {
    return new Row(
        node,
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
