package io.forkyard.bench;

import io.forkyard.bench.load.Stage;
import io.forkyard.it.RunningJar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/** T7: the memory that an idle child takes, shared pages divided among those who share them. */
final class IdleChildRow implements Row {

  private static final int CHILDREN = 16;
  private static final long SETTLE_SECONDS = 3;

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    double ours = children(stage);
    double empty = emptyPrograms(stage);
    table.ours(
        "T7",
        "an idle child, one of " + CHILDREN,
        Figure.of(ours, "MiB"),
        Limit.atMost(10),
        Limit.NONE);
    table.other(
        "T7",
        "an idle empty program, default flags, one of " + CHILDREN,
        Figure.of(empty, "MiB"),
        ours / empty,
        Limit.atMost(0.55));
  }

  private static double children(Stage stage) throws Exception {
    try (RunningJar service = stage.service()) {
      service.put("/v1/pools/idle", Map.of("size", CHILDREN, "jvm", Map.of("maxHeap", "64m")));
      List<JsonNode> idle = List.of();
      while (idle.size() < CHILDREN) {
        TimeUnit.MILLISECONDS.sleep(100);
        idle =
            service
                .get("/v1/pools/idle")
                .get("workers")
                .valueStream()
                .filter(worker -> worker.get("state").asString().equals("IDLE"))
                .toList();
      }
      return settled(idle.stream().mapToLong(worker -> worker.get("pid").asLong()).toArray());
    }
  }

  private static double emptyPrograms(Stage stage) throws Exception {
    EmptyProgram empty = new EmptyProgram(stage.folder("empty"));
    List<Process> all = new ArrayList<>();
    for (int n = 0; n < CHILDREN; n++) {
      Process one = empty.idle();
      stage.keep(() -> one.destroyForcibly().waitFor());
      all.add(one);
    }
    return settled(all.stream().mapToLong(Process::pid).toArray());
  }

  /** The mean of their shares in MiB. */
  private static double settled(long[] pids) throws Exception {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    return LongStream.of(pids).mapToDouble(Proc::proportionalMebibytes).average().orElseThrow();
  }
}
