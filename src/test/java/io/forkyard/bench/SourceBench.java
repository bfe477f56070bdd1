package io.forkyard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.bench.load.KeptConnection;
import io.forkyard.it.BareConnection;
import io.forkyard.it.RunningJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs whose code is a source text, over HTTP: the first of a new text and the next ones; beside
 * them, in the same rounds, jobs of a jar with the same code.
 */
class SourceBench {

  private static final int TEXTS = 20;
  private static final int NEXT = 3;
  private static final int WARM = 5;
  private static final int COLD = 7;
  private static final JsonMapper JSON = new JsonMapper();

  private static RunningJar service;

  @BeforeAll
  static void start() throws Exception {
    Path data = TestData.folder("sources");
    service = RunningJar.start(data);
    service.put("/v1/pools/fresh", Map.of("size", 2, "maxTasksPerChild", 1));
    service.put("/v1/pools/reused", Map.of("size", 2, "maxTasksPerChild", "unlimited"));
    while (!compilerIdles(service)) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** It has compiled its samples, or is not there any more. */
  private static boolean compilerIdles(RunningJar jar) throws Exception {
    double before = compilerCpu(jar);
    TimeUnit.SECONDS.sleep(2);
    return compilerCpu(jar) - before < 0.1;
  }

  private static double compilerCpu(RunningJar jar) throws Exception {
    return jar.get("/actuator/processes")
        .get("processes")
        .valueStream()
        .filter(row -> row.get("name").asString().startsWith("compiler-"))
        .mapToDouble(row -> row.get("cpuSeconds").asDouble())
        .sum();
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fresh", "reused"})
  void firstAndNext(String pool) throws Exception {
    String jar = service.upload(jar()).get("id").asString();
    byte[] ofJar =
        request(
            Map.of(
                "pool",
                pool,
                "classpath",
                new String[] {jar},
                "target",
                "BenchJar::evens",
                "args",
                new int[] {1, 10}));
    double[] first = new double[TEXTS];
    double[] next = new double[TEXTS * NEXT];
    double[] jars = new double[TEXTS * NEXT];
    try (KeptConnection connection = new KeptConnection(service.port())) {
      for (int n = 0; n < WARM; n++) {
        ask(connection, ofJar);
      }
      for (int text = 0; text < TEXTS; text++) {
        byte[] ofSource = source(pool, text);
        first[text] = ask(connection, ofSource);
        for (int n = 0; n < NEXT; n++) {
          next[text * NEXT + n] = ask(connection, ofSource);
          jars[text * NEXT + n] = ask(connection, ofJar);
        }
      }
    }
    System.out.printf(
        "%s: very first %.0f ms; first of a text p50 %.1f max %.1f ms; next p50 %.2f p90 %.2f ms,"
            + " %.2f of a jar's p50 %.2f p90 %.2f ms%n",
        pool,
        first[0],
        quantile(first, 0.5),
        quantile(first, 1),
        quantile(next, 0.5),
        quantile(next, 0.9),
        quantile(next, 0.5) / quantile(jars, 0.5),
        quantile(jars, 0.5),
        quantile(jars, 0.9));
  }

  @Test
  void firstAfterALongRest() throws Exception {
    double[] first = new double[COLD];
    try (RunningJar rested =
            RunningJar.start(
                TestData.folder("rested"),
                "--forkyard.compiler.warm=false",
                "--forkyard.compiler.idle=1s");
        KeptConnection connection = new KeptConnection(rested.port())) {
      for (int text = 0; text < COLD; text++) {
        while (compilerCpu(rested) > 0) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.SECONDS.sleep(1);
        first[text] = ask(connection, source("default", text));
      }
    }
    System.out.printf(
        "no compiler there: first of a text p50 %.0f max %.0f ms%n",
        quantile(first, 0.5), quantile(first, 1));
  }

  private static Path jar() throws Exception {
    Path folder = Files.createTempDirectory(TestData.folder("jar"), "jar");
    Path source = Files.writeString(folder.resolve("BenchJar.java"), text("BenchJar"));
    String classes = folder.resolve("classes").toString();
    Path jar = folder.resolve("bench.jar");
    run("javac", "-parameters", "-d", classes, source.toString());
    run("jar", "--create", "--file", jar.toString(), "-C", classes, ".");
    return jar;
  }

  private static void run(String tool, String... arguments) {
    assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments))
        .isZero();
  }

  private static byte[] source(String pool, int number) throws Exception {
    String type = "Bench" + number + pool;
    return request(
        Map.of(
            "pool",
            pool,
            "source",
            text(type),
            "target",
            type + "::evens",
            "args",
            new int[] {1, 10}));
  }

  private static String text(String type) {
    return """
    import java.util.List;
    import java.util.stream.IntStream;

    public class %s {
      record Pair(int a, int b) {}

      public static int evens(int from, int to) {
        List<Pair> pairs =
            IntStream.range(from, to).filter(i -> i %% 2 == 0).mapToObj(i -> new Pair(i, 1)).toList();
        return pairs.stream().mapToInt(pair -> pair.a() * pair.b()).sum();
      }
    }
    """
        .formatted(type);
  }

  private static byte[] request(Map<String, Object> job) {
    return BareConnection.request("POST /v1/jobs?wait=30", JSON.writeValueAsString(job));
  }

  /** After a pause in which spares get ready. */
  private static double ask(KeptConnection connection, byte[] job) throws Exception {
    TimeUnit.MILLISECONDS.sleep(150);
    long start = System.nanoTime();
    BareConnection.Answer answer = connection.ask(job);
    double millis = (System.nanoTime() - start) / 1e6;
    JsonNode ended = JSON.readTree(answer.body());
    assertThat(ended.get("state").asString()).as(answer.body()).isEqualTo("SUCCEEDED");
    return millis;
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }
}
