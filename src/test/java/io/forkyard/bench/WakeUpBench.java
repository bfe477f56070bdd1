package io.forkyard.bench;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.it.BareConnection;
import io.forkyard.it.BareConnection.Answer;
import io.forkyard.it.RunningJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon a blocked caller has the item that another puts, however many are blocked. */
class WakeUpBench {

  private static final int PUTS = 2000;
  private static final int WARM = 1000;
  private static final byte[] ECHO = BareConnection.request("GET /actuator/health/liveness", "");
  private static final byte[] PUT = BareConnection.request("POST /v1/queues/bench/put", "7");
  private static final byte[] GET = BareConnection.request("POST /v1/queues/bench/get", "");

  /** When each item was read. */
  private final BlockingQueue<Long> read = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 5000})
  void putToGet(int waiters) throws Exception {
    Path data = TestData.folder("wake");
    try (RunningJar service = RunningJar.start(data);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      service.put("/v1/queues/bench", Map.of());
      long before = heap(service);
      long start = System.nanoTime();
      for (int n = 0; n < waiters; n++) {
        BareConnection connection = new BareConnection(service.port());
        connection.send(GET, GET.length);
        threads.execute(() -> getAll(service.port(), connection));
      }
      blocked(service, waiters);
      double opened = (System.nanoTime() - start) / 1e9;
      long each = (heap(service) - before) / waiters / 1024;

      double[][] seconds = new double[3][PUTS];
      try (KeptConnection caller = new KeptConnection(service.port());
          FileChannel file = FileChannel.open(data.resolve("floor"), CREATE_NEW, WRITE)) {
        for (int n = -WARM; n < PUTS; n++) {
          double[] round = {wakeUp(service, caller, waiters), echo(caller), Floor.append(file)};
          for (int m = 0; m < round.length && n >= 0; m++) {
            seconds[m][n] = round[m];
          }
        }
      }
      service.post("/v1/queues/bench/close", Map.of());
      print(waiters, opened, each, seconds);
    }
  }

  /** Gets one item after the other, until the queue is closed. */
  private void getAll(int port, BareConnection first) {
    try {
      BareConnection connection = first;
      Answer answer = connection.answer();
      while (answer.status() == 200) {
        read.add(System.nanoTime());
        connection.close();
        connection = new BareConnection(port);
        answer = connection.ask(GET);
      }
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double echo(KeptConnection connection) throws IOException {
    long start = System.nanoTime();
    assertThat(connection.ask(ECHO).status()).isEqualTo(200);
    return (System.nanoTime() - start) / 1e9;
  }

  /** From the first byte of the put to the last of the get. */
  private double wakeUp(RunningJar service, KeptConnection connection, int waiters)
      throws Exception {
    blocked(service, waiters);
    long start = System.nanoTime();
    assertThat(connection.ask(PUT).status()).isEqualTo(201);
    return (read.take() - start) / 1e9;
  }

  private static void blocked(RunningJar service, int waiters) throws Exception {
    while (service.get("/v1/queues/bench").get("getters").asInt() < waiters) {
      Thread.onSpinWait();
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

  private static void print(int waiters, double opened, long each, double[][] seconds) {
    Arrays.stream(seconds).forEach(Arrays::sort);
    double floor = seconds[1][PUTS / 2] + seconds[2][PUTS / 2];
    System.out.printf(
        "wake-up, %d blocked (open in %.2f s, %d KiB of heap each): p50 %.2f ms (%.1f times the"
            + " floor), p99 %.2f ms; echo p50 %.2f ms, p99 %.2f ms; fsync p50 %.2f ms, p99 %.2f"
            + " ms%n",
        waiters,
        opened,
        each,
        seconds[0][PUTS / 2] * 1e3,
        seconds[0][PUTS / 2] / floor,
        seconds[0][PUTS * 99 / 100] * 1e3,
        seconds[1][PUTS / 2] * 1e3,
        seconds[1][PUTS * 99 / 100] * 1e3,
        seconds[2][PUTS / 2] * 1e3,
        seconds[2][PUTS * 99 / 100] * 1e3);
  }
}
