package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
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
    JsonNode process;
    try (RunningJar service = RunningJar.start(data)) {
      done = run(service);
      lost = stay(service);
      process = startProcess(service);
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
      JsonNode after = service.get("/v1/processes/" + process.get("id").asString());
      assertThat(after.get("state").asString()).isEqualTo("LOST");
      assertThat(after.get("alive").asBoolean()).isFalse();
      assertThat(after.get("exitCode").isNull()).isTrue();
      assertThat(after.at("/failure/reason").asString()).isEqualTo("NODE_LOST");
      assertThat(process.get("name").asString()).isEqualTo("Process-1");
      assertThat(startProcess(service).get("name").asString()).isEqualTo("Process-2");
      assertThat(data.resolve("sqlite")).isDirectoryContaining("glob:**/*.so");
      assertThat(data.resolve("sqlite").toFile().list())
          .as("the database's library and its mark, and nothing of the killed one")
          .hasSize(2);
    }
  }

  @Test
  void serviceWhenStoppedLeavesNoChildAndPutsItsJobsBack() throws Exception {
    Path data = TestData.folder("stopped");
    String running;
    String pool;
    String process;
    try (RunningJar service = RunningJar.start(data, "--forkyard.drain=1s")) {
      service.put("/v1/pools/kept", Map.of("size", 1, "spares", 0));
      pool = service.get("/v1/pools/kept").get("size").toString();
      running = stay(service);
      process = startProcess(service).get("id").asString();
      List<ProcessHandle> children = handles(service.children());
      InputStream output = service.open("/v1/jobs/" + running + "/output?follow=true");
      assertThat(output.readNBytes(5)).asString(UTF_8).isEqualTo("here\n");

      assertThat(service.stop()).isTrue();

      assertThat(output.readAllBytes()).isEmpty();

      assertThat(children).noneMatch(child -> MortalNode.lives(child.pid()));
    }
    try (RunningJar service = RunningJar.start(data)) {
      assertThat(service.get("/v1/pools/kept").get("size").toString()).isEqualTo(pool);
      JsonNode ended = service.get("/v1/processes/" + process);
      assertThat(ended.get("state").asString()).isEqualTo("ENDED");
      assertThat(ended.at("/failure/killedBy").asString()).isEqualTo("shutdown");
      assertThat(ended.get("exitCode").asInt()).isIn(-15, -9);
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
    JsonNode put;
    try (RunningJar service = RunningJar.start(data)) {
      first = service.post("/v1/jobs", job, "Idempotency-Key", "k1").get("id").asString();
      service.put("/v1/queues/q", Map.of());
      put = service.post("/v1/queues/q/put", 7, "Idempotency-Key", "k1");
      service.kill();
    }
    try (RunningJar service = RunningJar.start(data)) {
      JsonNode again = service.post("/v1/jobs", job, "Idempotency-Key", "k1");
      assertThat(again.get("id").asString()).isEqualTo(first);
      assertThat(service.get("/v1/jobs").get("items").size()).isEqualTo(1);
      assertThat(service.post("/v1/queues/q/put", 7, "Idempotency-Key", "k1")).isEqualTo(put);
      assertThat(service.get("/v1/queues/q").get("qsize").asInt()).isEqualTo(1);
    }
  }

  @Test
  void lockWhenTheServiceWasKilledIsStillItsCallers() throws Exception {
    Path data = TestData.folder("locked");
    JsonNode grant;
    try (RunningJar service = RunningJar.start(data)) {
      service.put("/v1/locks/l", Map.of());
      service.put("/v1/semaphores/s", Map.of("value", 2));
      service.put("/v1/events/e", Map.of());
      grant = service.post("/v1/locks/l/acquire", Map.of());
      service.post("/v1/semaphores/s/acquire", Map.of());
      service.post("/v1/events/e/set", Map.of());
      service.kill();
    }
    try (RunningJar service = RunningJar.start(data)) {
      JsonNode held = service.post("/v1/locks/l/acquire?block=false", Map.of());
      assertThat(held.get("type").asString()).isEqualTo("/problems/lock-held");
      service.post("/v1/locks/l/release", Map.of("token", grant.get("token").asString()));
      JsonNode next = service.post("/v1/locks/l/acquire", Map.of());
      assertThat(next.get("fence").asLong()).isGreaterThan(grant.get("fence").asLong());
      assertThat(service.get("/v1/semaphores/s").get("value").asInt()).isEqualTo(1);
      assertThat(service.get("/v1/events/e").get("set").asBoolean()).isTrue();
    }
  }

  @Test
  void readerOfChangesWhenTheServiceWasKilledGoesOnWhereItWas() throws Exception {
    Path data = TestData.folder("followed");
    String before;
    long last;
    try (RunningJar service = RunningJar.start(data)) {
      before = run(service);
      last = idOf(service, 0, before, "SUCCEEDED");
      service.kill();
    }
    try (RunningJar service = RunningJar.start(data)) {
      String after = run(service);
      assertThat(idOf(service, last, after, "PENDING")).isGreaterThan(last);
      try (BufferedReader changes = changes(service, last)) {
        String line = changes.readLine();
        while (!line.contains(after)) {
          assertThat(line).doesNotContain(before);
          line = changes.readLine();
        }
        assertThat(service.stop()).isTrue();
        assertThat(changes.lines()).contains(": the service stops");
      }
    }
  }

  /** The id of the change of a job to a state; all before it have ids without a gap. */
  private static long idOf(RunningJar service, long after, String job, String state)
      throws Exception {
    long id = after;
    try (BufferedReader lines = changes(service, after)) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          assertThat(Long.parseLong(line.substring(4))).isEqualTo(++id);
        } else if (line.contains(job) && line.contains("\"" + state + "\"")) {
          return id;
        }
      }
    }
    throw new AssertionError("the stream has ended without " + job + " " + state);
  }

  private static BufferedReader changes(RunningJar service, long after) throws Exception {
    InputStream events = service.open("/v1/changes", "Last-Event-ID", String.valueOf(after));
    return new BufferedReader(new InputStreamReader(events, UTF_8));
  }

  @Test
  void poolsKeepTheirStateAndAClosedOneRunsItsJobsToTheirEnd() throws Exception {
    Path data = TestData.folder("states");
    String running;
    String waiting;
    String held;
    try (RunningJar service = RunningJar.start(data)) {
      for (String pool : List.of("closed", "terminated", "paused", "joined")) {
        service.put("/v1/pools/" + pool, Map.of("size", 1, "spares", 0));
      }
      running = service.post("/v1/jobs", stubborn("closed")).get("id").asString();
      waiting = service.post("/v1/jobs", hello("closed")).get("id").asString();
      service.post("/v1/pools/paused/pause", Map.of());
      held = service.post("/v1/jobs", hello("paused")).get("id").asString();
      service.post("/v1/pools/closed/close", Map.of());
      service.post("/v1/pools/terminated/terminate", Map.of());
      service.post("/v1/pools/joined/close", Map.of());
      service.post("/v1/pools/joined/join?wait=60", Map.of());

      assertThat(service.stop()).isTrue();
    }
    try (RunningJar service = RunningJar.start(data)) {
      for (String pool : List.of("closed", "terminated", "paused")) {
        assertThat(service.get("/v1/pools/" + pool).get("state").asString())
            .isEqualToIgnoringCase(pool);
      }
      assertThat(service.put("/v1/pools/terminated", Map.of()).get("status").asInt())
          .isEqualTo(409);
      assertThat(service.put("/v1/pools/joined", Map.of()).get("state").asString())
          .isEqualTo("RUNNING");
      service.post("/v1/jobs/" + running + "/kill", Map.of());
      assertThat(service.await(waiting).get("state").asString()).isEqualTo("SUCCEEDED");
      assertThat(service.post("/v1/pools/closed/join?wait=60", Map.of()).get("workers")).isEmpty();
      assertThat(service.get("/v1/jobs/" + held).get("state").asString()).isEqualTo("PENDING");
      service.post("/v1/pools/paused/resume", Map.of());
      assertThat(service.await(held).get("state").asString()).isEqualTo("SUCCEEDED");
    }
  }

  private static Map<String, Object> stubborn(String pool) {
    return Map.of(
        "pool", pool, "source", STUBBORN, "target", "Stubborn::stay", "args", List.of("here"));
  }

  private static Map<String, Object> hello(String pool) {
    return Map.of("pool", pool, "target", "io.forkyard.examples.Hello");
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

  /** A process whose shutdown hook never ends. */
  private static JsonNode startProcess(RunningJar service) throws Exception {
    Map<String, Object> process =
        Map.of("source", STUBBORN, "target", "Stubborn::stay", "args", List.of("there"));
    return service.post("/v1/processes", process);
  }

  private static List<ProcessHandle> handles(List<Long> pids) {
    return pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
  }
}
