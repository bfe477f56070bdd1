package io.forkyard.bench;

import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import io.forkyard.it.BareConnection;
import io.forkyard.it.RunningJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * T9: the service itself, as it is in the image: unpacked, with its AOT cache and 1 GiB of heap.
 */
final class StartRow implements Row {

  private static final int STARTS = 3;
  private static final long SETTLE_SECONDS = 12;
  private static final long IDLE_SECONDS = 30;
  private static final byte[] READINESS =
      BareConnection.request("GET /actuator/health/readiness", "");

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    Path used = stage.folder("service");
    double[] first = new double[STARTS];
    double[] again = new double[STARTS];
    start(used).close();
    for (int n = 0; n < STARTS; n++) {
      first[n] = startMillis(stage.folder("service"));
      again[n] = startMillis(used);
    }
    ours(table, "ready, its first start", Sample.ofEach(first));
    ours(table, "ready, with data", Sample.ofEach(again));
    idle(stage, table);
  }

  private static void ours(Table table, String what, Sample starts) {
    Figure figure = new Figure(starts.median() / 1e3, "s", starts);
    table.ours("T9", what, figure, Limit.atMost(2.5), Limit.NONE);
  }

  private static double startMillis(Path data) throws Exception {
    long start = System.nanoTime();
    try (RunningJar service = start(data)) {
      return (System.nanoTime() - start) / 1e6;
    }
  }

  /** Returns when it says that it is ready. */
  private static RunningJar start(Path data) throws Exception {
    RunningJar service = RunningJar.start(data);
    while (BareConnection.call(service.port(), READINESS).status() != 200) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return service;
  }

  private static void idle(Stage stage, Table table) throws Exception {
    RunningJar service = stage.service();
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    Duration before = Proc.time(service.pid());
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    Duration spent = Proc.time(service.pid()).minus(before);
    double share = spent.toNanos() / 1e7 / IDLE_SECONDS;
    Figure resident = Figure.of(Proc.residentMebibytes(service.pid()), "MiB");
    table.ours("T9", "resident when idle", resident, Limit.atMost(300), Limit.NONE);
    Figure cpu = Figure.of(share, "% of a core");
    table.ours("T9", "idle, with 2 spares", cpu, Limit.atMost(0.5), Limit.NONE);
  }
}
