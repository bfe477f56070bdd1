package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the service is for, on the packaged jar and over HTTP. */
class MainJobIT {

  private static final String WAITS =
      """
      import java.nio.file.*;
      public class Waits {
        public static long until(String file) throws Exception {
          Path wanted = Path.of(file);
          try (WatchService watch = wanted.getFileSystem().newWatchService()) {
            wanted.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(wanted)) {
              watch.take().reset();
            }
          }
          return ProcessHandle.current().pid();
        }
      }
      """;

  private static final String COUNTER =
      "public class Counter { static int count; public static int raise() { return ++count; } }";

  private static final String OLD =
      """
      import com.google.gson.Gson;
      public class Old {
        public record Order(String name, int number) {}
        public static String of(Order order) {
          String jar = Gson.class.getProtectionDomain().getCodeSource().getLocation().getPath();
          return new Gson().toJson(new int[] {order.number()}) + jar;
        }
      }
      """;

  private static RunningJar service;

  @BeforeAll
  static void start() throws Exception {
    service = RunningJar.start(TestData.folder("main-job"));
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  @Test
  void tenSlicesInAPoolOfTenAddUpToTheSumOfAllEvenNumbers() throws Exception {
    service.put("/v1/pools/ten", Map.of("size", 10));
    List<String> ids = new ArrayList<>();
    for (int slice = 0; slice < 10; slice++) {
      Map<String, Object> job =
          Map.of(
              "pool", "ten",
              "target", "io.forkyard.examples.Sums::evens",
              "args", List.of(slice * 10_000_000L, (slice + 1) * 10_000_000L));
      ids.add(service.post("/v1/jobs", job).get("id").asString());
    }
    long sum = 0;
    for (String id : ids) {
      sum += service.await(id).get("result").asLong();
    }

    assertThat(sum).isEqualTo(2_499_999_950_000_000L);
  }

  @Test
  void aWholeProgramRunsUnchanged() throws Exception {
    Path source = TestData.folder("program").resolve("Untidy.java");
    Files.writeString(source, "class Untidy{int  a( ){return   1;}}\n");
    JsonNode jar = service.upload(Path.of(System.getProperty("program.jar")));

    JsonNode job =
        service.post(
            "/v1/jobs?wait=60",
            Map.of(
                "target", "@main",
                "classpath", List.of(jar.get("id").asString()),
                "args", List.of(source.toString())));

    assertThat(job.get("state").asString()).as("%s", job).isEqualTo("SUCCEEDED");
    assertThat(job.get("target").asString()).isEqualTo(jar.get("mainClass").asString());
    assertThat(service.text("/v1/jobs/" + job.get("id").asString() + "/output"))
        .isEqualTo("class Untidy {\n  int a() {\n    return 1;\n  }\n}\n");
  }

  @Test
  void tenJobsInAPoolOfThreeAreNeverMoreThanThreeAtOnce() throws Exception {
    service.put("/v1/pools/three", Map.of("size", 3));
    Path doors = TestData.folder("doors");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Map<String, Object> job =
          Map.of(
              "pool",
              "three",
              "source",
              WAITS,
              "target",
              "Waits::until",
              "args",
              List.of(doors.resolve("door-" + i).toString()));
      ids.add(service.post("/v1/jobs", job).get("id").asString());
    }
    Set<Long> pids = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      JsonNode running = service.get("/v1/jobs?pool=three&state=RUNNING").get("items");
      assertThat(running.size()).isLessThanOrEqualTo(3);
      JsonNode seen = awaitSeen(ids.get(i));
      Files.createFile(doors.resolve("door-" + i));
      JsonNode ended = service.await(ids.get(i));
      assertThat(seen.get("pid").asLong()).isEqualTo(ended.get("result").asLong());
      assertThat(seen.get("ppid").asLong()).isEqualTo(service.pid());
      pids.add(ended.get("result").asLong());
    }

    assertThat(pids).hasSize(10);
  }

  /** The row of the process table for a job, as soon as the job has its child. */
  private static JsonNode awaitSeen(String id) throws Exception {
    while (true) {
      for (JsonNode row : service.get("/actuator/processes").get("processes")) {
        if (row.get("job").asString("").equals(id)) {
          return row;
        }
      }
      assertThat(service.get("/v1/jobs/" + id).get("ready").asBoolean()).isFalse();
    }
  }

  @Test
  void aStaticCounterRaisedByFiveJobsIsSeenAsOneByAll() throws Exception {
    for (int i = 0; i < 5; i++) {
      JsonNode job =
          service.post("/v1/jobs?wait=60", Map.of("source", COUNTER, "target", "Counter::raise"));
      assertThat(job.get("result").asInt()).as("%s", job).isEqualTo(1);
    }
  }

  /** The record makes the child use its own library; the job still sees only the one it brought. */
  @Test
  void aJobThatBringsAnOlderCopyOfTheChildsLibraryWorks() throws Exception {
    JsonNode jar = service.upload(Path.of(System.getProperty("old.gson.jar")));
    String id = jar.get("id").asString();

    JsonNode job =
        service.post(
            "/v1/jobs?wait=60",
            Map.of(
                "source",
                OLD,
                "classpath",
                List.of(id),
                "target",
                "Old::of",
                "args",
                List.of(Map.of("name", "nails", "number", 12))));

    assertThat(job.get("state").asString()).as("%s", job).isEqualTo("SUCCEEDED");
    assertThat(job.get("result").asString())
        .startsWith("[12]/")
        .contains(id.substring(id.indexOf(':') + 1));
  }
}
