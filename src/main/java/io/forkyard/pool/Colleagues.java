package io.forkyard.pool;

import io.forkyard.node.Errand;
import io.forkyard.node.Errands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The workers that pools have on other nodes. */
final class Colleagues {

  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** Of all pools. */
  record Question() {}

  /** The workers of one node by pool. */
  record Workers(Map<String, List<WorkerStatus>> byPool) {

    List<WorkerStatus> of(String pool) {
      return byPool.getOrDefault(pool, List.of());
    }
  }

  private final Errand<Question, Workers> errand;

  /**
   * Of the other nodes.
   *
   * @param here those of this one
   */
  Colleagues(Errands errands, Supplier<Map<String, List<WorkerStatus>>> here) {
    this.errand =
        errands.kind(
            "list-workers",
            Question.class,
            Workers.class,
            question -> Optional.of(new Workers(here.get())));
  }

  /** The same pools with the workers of all nodes that answer within two seconds. */
  List<PoolStatus> join(List<PoolStatus> pools) {
    List<Workers> others = errand.askOthers(new Question(), ANSWER).given();
    return pools.stream().map(pool -> join(pool, others)).toList();
  }

  private static PoolStatus join(PoolStatus pool, List<Workers> others) {
    return pool.withWorkers(
        Stream.concat(
                pool.workers().stream(),
                others.stream().flatMap(node -> node.of(pool.name()).stream()))
            .toList());
  }
}
