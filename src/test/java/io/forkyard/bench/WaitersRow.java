package io.forkyard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Stage;
import io.forkyard.bench.load.Talk;
import io.forkyard.bench.peer.QueueServer;
import io.forkyard.it.RunningJar;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** T8: as many callers blocked in get as may be by default. */
final class WaitersRow implements Row {

  private static final int WAITERS = 5000;
  private static final int BATCH = 500;
  private static final int PUTS = 500;
  private static final int WARM = 300;

  @Override
  public void measure(Stage stage, Table table) throws Exception {
    if (openFiles() < WAITERS + 1000) {
      table.nothing("T8", WAITERS + " blocked gets", "not measured: raise ulimit -n");
      return;
    }
    RunningJar service = stage.service("--forkyard.max-wait=5m", Waiters.ROOM);
    QueueServer queue = Queues.of(service);
    QueueRow.pairs(queue, 64, 1600).warmUp(5);
    long heap = heap(service);
    double resident = Proc.residentMebibytes(service.pid());

    long start = System.nanoTime();
    Waiters waiters = stage.keep(new Waiters(service.port(), WAITERS));
    blocked(service);
    double seconds = (System.nanoTime() - start) / 1e9;
    ours(table, "opened", Figure.of(seconds, "s"), Limit.atMost(2), Limit.NONE);

    double grown = (Proc.residentMebibytes(service.pid()) - resident) * 1024 / WAITERS;
    ours(table, "resident growth for each", Figure.of(grown, "KiB"), Limit.NONE, Limit.NONE);
    double each = (heap(service) - heap) / 1024.0 / WAITERS;
    ours(table, "heap for each", Figure.of(each, "KiB"), Limit.atMost(150), Limit.NONE);

    Talk putter = stage.keep(new Talk(queue.port(), queue.putting()));
    waiters.wakeUps(putter, WARM);
    Sample wakeUps = waiters.wakeUps(putter, PUTS);
    Figure figure = new Figure(wakeUps.median(), "ms", wakeUps);
    ours(table, "put to answer", figure, Limit.NONE, Limit.atMost(10));

    blocked(service);
    double served = serveAll(service, waiters);
    ours(table, "each served", Figure.of(WAITERS / served, "items/s"), Limit.NONE, Limit.NONE);
  }

  private static void ours(Table table, String what, Figure figure, Limit limit, Limit p99) {
    table.ours("T8", WAITERS + " blocked gets: " + what, figure, limit, p99);
  }

  private static long openFiles() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getMaxFileDescriptorCount();
  }

  /** Seconds until each has an item of his own. */
  private static double serveAll(RunningJar service, Waiters waiters) throws Exception {
    long start = System.nanoTime();
    for (int from = 0; from < WAITERS; from += BATCH) {
      service.post(
          "/v1/queues/bench/put-batch", IntStream.range(from, from + BATCH).boxed().toList());
    }
    Set<String> items = new HashSet<>();
    for (int n = 0; n < WAITERS; n++) {
      items.add(waiters.next(false));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(items)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, WAITERS).mapToObj(String::valueOf).toList());
    return seconds;
  }

  private static void blocked(RunningJar service) throws Exception {
    while (service.get("/v1/queues/bench").get("getters").asInt() < WAITERS) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Bytes that are in use after a collection. */
  private static long heap(RunningJar service) throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, String.valueOf(service.pid()), "GC.run")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return service
        .get("/actuator/metrics/jvm.memory.used?tag=area:heap")
        .at("/measurements/0/value")
        .asLong();
  }
}
