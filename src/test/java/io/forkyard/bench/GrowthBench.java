package io.forkyard.bench;

import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Http;
import io.forkyard.bench.load.Load;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.load.Talk;
import io.forkyard.bench.peer.QueueServer;
import io.forkyard.it.RunningJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How cost grows with what there is; the ratio is the first figure to this one. */
class GrowthBench {

  private static final int CALLERS = 16;
  private static final int JOBS = 3000;
  private static final int PUTS = 500;
  private static final Table TABLE = new Table();

  private static LeftOvers leftOvers;

  private final Stage stage = new Stage();
  private double first = Double.NaN;

  @AfterEach
  void clear() {
    stage.close();
  }

  @BeforeAll
  static void look() throws IOException {
    leftOvers = new LeftOvers();
  }

  @AfterAll
  static void print() throws IOException {
    System.out.println("\n" + TABLE + "\n");
    leftOvers.close();
  }

  @Test
  void pools() throws Exception {
    RunningJar service = stage.service("--forkyard.max-processes=128");
    for (int pools : new int[] {1, 10, 100}) {
      List<Dialogue> callers = new ArrayList<>();
      for (int n = 0; n < 100; n++) {
        callers.add(reused(service, "p" + n % pools, 1));
      }
      jobs("pools", pools + " of one child, 100 callers", service, callers);
    }
  }

  @Test
  void children() throws Exception {
    RunningJar service = stage.service();
    for (int children : new int[] {1, 8, 32}) {
      Dialogue caller = reused(service, "c" + children, children);
      List<Dialogue> callers =
          new ArrayList<>(Dialogue.many(63, () -> Jobs.caller("c" + children)));
      callers.add(caller);
      jobs("children", children + " of one pool, 64 callers", service, callers);
    }
  }

  @Test
  void rowsInTheStore() throws Exception {
    for (int rows : new int[] {0, 10_000, 1_000_000}) {
      Path data = stage.folder("grown");
      try (RunningJar service = RunningJar.start(data)) {
        Load.run(service.port(), List.of(reused(service, "r", 2)), 1);
      }
      FinishedJobs.add(data.resolve("forkyard.db"), rows);
      try (RunningJar service = RunningJar.start(data, "--forkyard.jobs-kept=0")) {
        List<Dialogue> callers = Dialogue.many(CALLERS, () -> Jobs.caller("r"));
        jobs("rows", String.format(Locale.ROOT, "%,d finished jobs", rows), service, callers);
      }
    }
  }

  @Test
  void waiters() throws Exception {
    RunningJar service = stage.service("--forkyard.max-wait=5m", Waiters.ROOM);
    QueueServer queue = Queues.of(service);
    for (int waiters : new int[] {1, 5000}) {
      try (Waiters all = new Waiters(service.port(), waiters);
          Talk putter = new Talk(service.port(), queue.putting())) {
        all.wakeUps(putter, 3 * PUTS);
        Sample sample = all.wakeUps(putter, PUTS);
        line("waiters", waiters + " blocked gets", sample.median(), "ms", sample);
      }
      service.post("/v1/queues/bench/clear", Map.of());
    }
  }

  @Test
  void sizeOfItems() throws Exception {
    RunningJar service = stage.service();
    service.put("/v1/queues/bench", Map.of());
    for (int bytes : new int[] {100, 10_000, 1_000_000}) {
      String item = "\"" + "x".repeat(bytes - 2) + "\"";
      List<Dialogue> callers =
          Dialogue.many(
              4,
              () ->
                  Http.dialogue(
                      Http.exchange("POST /v1/queues/bench/put", item, 201),
                      Http.exchange("POST /v1/queues/bench/get", "", 200, item)));
      int pairs = bytes > 100_000 ? 100 : 2000;
      Load.run(service.port(), callers, pairs);
      Sample sample = Load.run(service.port(), callers, pairs);
      line("items", Table.number(bytes) + " bytes", sample.perSecond(), "pairs/s", sample);
    }
  }

  private static Dialogue reused(RunningJar service, String pool, int size) throws Exception {
    service.put("/v1/pools/" + pool, Map.of("size", size, "maxTasksPerChild", "unlimited"));
    return Jobs.caller(pool);
  }

  private void jobs(String row, String what, RunningJar service, List<Dialogue> callers)
      throws Exception {
    Load.run(service.port(), callers, 2 * JOBS);
    Sample sample = Load.run(service.port(), callers, JOBS);
    line(row, what, sample.perSecond(), "jobs/s", sample);
  }

  private void line(String row, String what, double value, String unit, Sample sample) {
    first = Double.isNaN(first) ? value : first;
    TABLE.other(row, what, new Figure(value, unit, sample), first / value, Limit.NONE);
  }
}
