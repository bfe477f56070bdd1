package io.forkyard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.bench.load.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * The speed of the packaged service beside the limits of the machine and the peers that are on it,
 * all measured in turn. Nothing is judged by time: it fails when an answer was wrong.
 *
 * <p>{@code -Dforkyard.bench.rows=T3,T5} measures only these rows, {@code
 * -Dforkyard.bench.rounds=1} only once.
 */
class TableBench {

  private static final Duration LIMIT = Duration.ofMinutes(9);
  private static final Duration END = Duration.ofSeconds(20);
  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put("T1", new FreshJvmRow());
    ROWS.put("T2", new PacedRow());
    ROWS.put("T3", new ReusedRow());
    ROWS.put("T4", new MapRow());
    ROWS.put("T5", new QueueRow());
    ROWS.put("T6", new WakeUpRow());
    ROWS.put("T7", new IdleChildRow());
    ROWS.put("T8", new WaitersRow());
    ROWS.put("T9", new StartRow());
  }

  private final long end = System.nanoTime() + LIMIT.toNanos();
  private final Table table = new Table();
  private final List<Throwable> failures = new ArrayList<>();

  @Test
  void everyRowBesideItsFloorAndItsPeers() throws Exception {
    String machine = machine();
    String rows = System.getProperty("forkyard.bench.rows", String.join(",", ROWS.keySet()));
    try (LeftOvers _ = new LeftOvers()) {
      for (String row : rows.split(",")) {
        if (System.nanoTime() < end) {
          measure(row);
        } else {
          table.nothing(row, "not measured", "out of time");
        }
      }
    } finally {
      System.out.println("\n" + machine + "\n\n" + table + "\n");
    }
    assertThat(failures).isEmpty();
  }

  /** In a thread of its own, which ends when its row is cleared away under it. */
  private void measure(String name) throws InterruptedException {
    Row row = ROWS.get(name);
    assertThat(row).as("one of " + ROWS.keySet()).isNotNull();
    Stage stage = new Stage();
    FutureTask<Void> measured =
        new FutureTask<>(() -> {
          row.measure(stage, table);
          return null;
        });
    Thread thread = Thread.ofPlatform().daemon().unstarted(measured);
    try (stage) {
      thread.start();
      measured.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      table.nothing(name, "not measured", "out of time");
    } catch (ExecutionException e) {
      failures.add(e.getCause());
      table.nothing(name, "not measured", e.getCause().getClass().getSimpleName());
    }
    thread.join(END);
  }

  private static String machine() throws IOException {
    try (Stage stage = new Stage()) {
      return Machine.describe(stage.folder("machine"));
    }
  }
}
