package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A plain stop while jobs run that would end by themselves. */
class DrainIT {

  private static final String SOURCE =
      """
      import io.forkyard.api.Forkyard;
      import java.nio.file.*;
      public class Relay {
        public static String begin(String pipe) throws Exception {
          String word = Files.readString(Path.of(pipe));
          Forkyard.queue("words").put(word);
          Forkyard.queue("words").put(word);
          return word;
        }
        public static String end() throws Exception {
          return (String) Forkyard.queue("words").take();
        }
        public static String endAfterTheLease() throws Exception {
          Forkyard.lock("leased").lock();
          return end();
        }
        public static void note(String file) throws Exception {
          Files.writeString(
              Path.of(file), ".", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      }
      """;

  @Test
  void whatRunsEndsWhileCallersAreAnsweredAndNothingIsBegun() throws Exception {
    Path data = TestData.folder("drained");
    Path pipe = data.resolveSibling("drained.pipe");
    Files.deleteIfExists(pipe);
    Path begun = data.resolveSibling(data.getFileName() + ".begun");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    List<String> running;
    String waiting;
    String process;
    try (RunningJar service = RunningJar.start(data, "--forkyard.drain=60s");
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      service.put("/v1/queues/words", Map.of());
      service.put("/v1/locks/leased", Map.of());
      Map<String, Object> noting =
          Map.of("source", SOURCE, "target", "Relay::note", "args", List.of(begun.toString()));
      service.put("/v1/pools/two", Map.of("size", 2, "spares", 1, "initializer", noting));
      running = List.of(submit(service, "begin", pipe.toString()), submit(service, "end"));
      waiting = submit(service, "end");
      process =
          service
              .post("/v1/processes", Map.of("source", SOURCE, "target", "Relay::endAfterTheLease"))
              .get("id")
              .asString();
      Future<JsonNode> caller = callers.submit(() -> job(service, running.getFirst(), "?wait=60"));
      until(() -> service.get("/v1/queues/words").get("getters").asInt() == 2);
      until(() -> state(service, running.getFirst()).equals("RUNNING"));
      until(() -> Files.size(begun) == 3);

      service.terminate();

      assertThat(caller.get().get("type").asString()).isEqualTo("/problems/unavailable");
      assertThat(service.get("/actuator/health/readiness").get("status").asString())
          .isEqualTo("OUT_OF_SERVICE");
      assertThat(service.post("/v1/jobs", Map.of("target", "a.B")).get("status").asInt())
          .isEqualTo(503);
      Files.writeString(pipe, "go");
      assertThat(service.stop()).isTrue();
      assertThat(begun).as("one for each child").hasSize(3);
    }
    try (RunningJar service = RunningJar.start(data)) {
      for (String id : running) {
        assertThat(job(service, id, "").get("result").asString()).isEqualTo("go");
      }
      assertThat(service.get("/v1/processes/" + process).get("exitCode").asInt()).isZero();
      service.post("/v1/queues/words/put", "at last");
      JsonNode last = service.await(waiting);
      assertThat(last.get("result").asString()).isEqualTo("at last");
      assertThat(last.get("attempt").asInt()).isEqualTo(1);
    }
  }

  private static String submit(RunningJar service, String method, String... args) throws Exception {
    return service
        .post(
            "/v1/jobs",
            Map.of(
                "pool",
                "two",
                "source",
                SOURCE,
                "target",
                "Relay::" + method,
                "args",
                List.of(args)))
        .get("id")
        .asString();
  }

  private static JsonNode job(RunningJar service, String id, String query) throws Exception {
    return service.get("/v1/jobs/" + id + query);
  }

  private static String state(RunningJar service, String id) throws Exception {
    return job(service, id, "").get("state").asString();
  }

  /** What is seen by asking again and again. */
  private static void until(Callable<Boolean> reached) throws Exception {
    while (!reached.call()) {
      Thread.onSpinWait();
    }
  }
}
