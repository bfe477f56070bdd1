package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is left of children and of jobs when the service ends, in either way. */
class RestartIT {

  private static final String STUBBORN =
      """
      public class Stubborn {
        public static void stay(String word) throws Exception {
          System.out.println(word);
          Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) { } }));
          new java.util.concurrent.CountDownLatch(1).await();
        }
      }
      """;

  @Test
  void serviceWhenKilledLeavesNoChildAndItsJobsAreToldLost() throws Exception {
    Path data = TestData.folder("killed");
    String done;
    String lost;
    try (RunningJar service = RunningJar.start(data)) {
      done = run(service);
      lost = stay(service);
      List<ProcessHandle> children = handles(service.children());
      assertThat(children).isNotEmpty();

      service.kill();

      CompletableFuture.allOf(
              children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(3, TimeUnit.SECONDS);
    }
    try (RunningJar service = RunningJar.start(data)) {
      JsonNode before = service.get("/v1/jobs/" + done);
      assertThat(before.get("result").asInt()).isEqualTo(78498);
      assertThat(service.await(lost).get("failure").get("reason").asString())
          .isEqualTo("NODE_LOST");
      assertThat(run(service)).isNotEqualTo(done);
    }
  }

  @Test
  void serviceWhenStoppedLeavesNoChildAndPutsItsJobsBack() throws Exception {
    Path data = TestData.folder("stopped");
    String running;
    String pool;
    try (RunningJar service = RunningJar.start(data)) {
      service.put("/v1/pools/kept", Map.of("size", 1, "spares", 0));
      pool = service.get("/v1/pools/kept").get("size").toString();
      running = stay(service);
      List<ProcessHandle> children = handles(service.children());
      InputStream output = service.open("/v1/jobs/" + running + "/output?follow=true");
      assertThat(output.readNBytes(5)).asString(UTF_8).isEqualTo("here\n");

      assertThat(service.stop()).isTrue();

      assertThat(output.readAllBytes()).isEmpty();

      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
    try (RunningJar service = RunningJar.start(data)) {
      assertThat(service.get("/v1/pools/kept").get("size").toString()).isEqualTo(pool);
      JsonNode again = service.get("/v1/jobs/" + running);
      assertThat(again.get("state").asString()).isIn("PENDING", "RUNNING");
      assertThat(again.get("failure").isNull()).isTrue();
      service.post("/v1/jobs/" + running + "/kill", Map.of());
      JsonNode killed = service.await(running);
      assertThat(killed.get("state").asString()).isEqualTo("CANCELLED");
      assertThat(killed.get("attempt").asInt()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void requestWhenSentAgainAfterAKillIsKnown() throws Exception {
    Path data = TestData.folder("repeated");
    Map<String, Object> job =
        Map.of("source", STUBBORN, "target", "Stubborn::stay", "args", List.of("once"));
    String first;
    try (RunningJar service = RunningJar.start(data)) {
      first = service.post("/v1/jobs", job, "Idempotency-Key", "k1").get("id").asString();
      service.kill();
    }
    try (RunningJar service = RunningJar.start(data)) {
      JsonNode again = service.post("/v1/jobs", job, "Idempotency-Key", "k1");
      assertThat(again.get("id").asString()).isEqualTo(first);
      assertThat(service.get("/v1/jobs").get("items").size()).isEqualTo(1);
    }
  }

  private static String run(RunningJar service) throws Exception {
    JsonNode job =
        service.post(
            "/v1/jobs?wait=60",
            Map.of(
                "target", "io.forkyard.examples.Primes::count",
                "args", List.of(1, 1_000_000),
                "kwargs", Map.of("step", 2)));
    assertThat(job.get("result").asInt()).as("%s", job).isEqualTo(78498);
    return job.get("id").asString();
  }

  /** A job that runs and has printed its word; its shutdown hook never ends. */
  private static String stay(RunningJar service) throws Exception {
    Map<String, Object> job =
        Map.of("source", STUBBORN, "target", "Stubborn::stay", "args", List.of("here"));
    String id = service.post("/v1/jobs", job).get("id").asString();
    Optional<String> output = Optional.empty();
    while (output.isEmpty()) {
      output = Optional.of(service.text("/v1/jobs/" + id + "/output")).filter("here\n"::equals);
    }
    return id;
  }

  private static List<ProcessHandle> handles(List<Long> pids) {
    return pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
  }
}
