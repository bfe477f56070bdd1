package io.forkyard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.it.BareConnection;
import io.forkyard.it.RunningJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs in a JVM each, over HTTP; beside them, in the same rounds, an empty program in a fresh JVM
 * with the flags of a child.
 */
class FreshJvmBench {

  private static final int ROUNDS = 5;
  private static final int IN_FLIGHT = 3;
  private static final int JOBS = 90;
  private static final int PACED = 80;
  private static final byte[] JOB =
      BareConnection.request(
          "POST /v1/jobs?wait=30",
          "{\"pool\":\"fresh\",\"target\":\"io.forkyard.examples.Sums::evens\",\"args\":[1,10]}");
  private static final String EMPTY =
      "public class Empty { public static void main(String[] arguments) {} }";
  private static final JsonMapper JSON = new JsonMapper();

  private static Path data;
  private static RunningJar service;

  @BeforeAll
  static void start() throws Exception {
    data = TestData.folder("fresh");
    service = RunningJar.start(data);
    service.put("/v1/pools/fresh", Map.of("size", IN_FLIGHT, "jvm", Map.of("maxHeap", "64m")));
    while (!archived()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    jobs(JOBS);
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  private static boolean archived() throws Exception {
    return service
        .get("/actuator/pools")
        .get("pools")
        .valueStream()
        .allMatch(pool -> pool.get("archive").asBoolean());
  }

  @Test
  void jobsPerSecond() throws Exception {
    List<String> empty = emptyProgram();
    double[] floors = new double[ROUNDS];
    double[] rates = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int n = 0; n < ROUNDS; n++) {
      floors[n] = rate(JOBS, () -> new ProcessBuilder(empty).start().waitFor());
      rates[n] = jobs(JOBS);
      ratios[n] = rates[n] / floors[n];
    }
    System.out.printf(
        "fresh JVMs, %d in flight: %.1f jobs/s, %.2f of the floor (%.2f to %.2f); empty programs"
            + " %.1f/s%n",
        IN_FLIGHT,
        quantile(rates, 0.5),
        quantile(ratios, 0.5),
        quantile(ratios, 0),
        quantile(ratios, 1),
        quantile(floors, 0.5));
  }

  @Test
  void submitToResult() throws Exception {
    double[] millis = new double[PACED];
    try (KeptConnection connection = new KeptConnection(service.port())) {
      for (int n = -20; n < PACED; n++) {
        TimeUnit.MILLISECONDS.sleep(100);
        long start = System.nanoTime();
        ask(connection);
        if (n >= 0) {
          millis[n] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    System.out.printf(
        "fresh JVMs, one each 100 ms: submit to result p50 %.2f ms, p99 %.2f ms%n",
        quantile(millis, 0.5), quantile(millis, 0.99));
  }

  private static double jobs(int count) throws Exception {
    ThreadLocal<KeptConnection> connections =
        ThreadLocal.withInitial(() -> {
          try {
            return new KeptConnection(service.port());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return rate(
        count,
        () -> {
          ask(connections.get());
          return 0;
        });
  }

  private static void ask(KeptConnection connection) throws Exception {
    BareConnection.Answer answer = connection.ask(JOB);
    JsonNode job = JSON.readTree(answer.body());
    assertThat(job.get("state").asString()).as(answer.body()).isEqualTo("SUCCEEDED");
  }

  /** How many a second, so many in flight. */
  private static double rate(int count, Callable<Integer> step) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(IN_FLIGHT)) {
      long start = System.nanoTime();
      List<Future<Integer>> all = new ArrayList<>();
      for (int n = 0; n < count; n++) {
        all.add(threads.submit(step));
      }
      for (Future<Integer> one : all) {
        assertThat(one.get()).isZero();
      }
      return count * 1e9 / (System.nanoTime() - start);
    }
  }

  private static List<String> emptyProgram() throws Exception {
    Path source = Files.writeString(data.resolve("Empty.java"), EMPTY, UTF_8);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    assertThat(javac.run(System.out, System.err, "-d", data.toString(), source.toString()))
        .isZero();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:ArchiveRelocationMode=0",
        "-cp",
        data.toString(),
        "Empty");
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }
}
