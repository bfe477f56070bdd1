package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.ForkyardApplication;
import io.forkyard.SmallDisk;
import io.forkyard.TestData;
import io.forkyard.web.Caller.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service whose disk is full for a while. */
class FullDiskTest {

  private static final int MEGABYTES = 96;
  private static final String HELLO = "{\"target\": \"io.forkyard.examples.Hello\"}";
  private static final String BIG = "\"" + "x".repeat(100_000) + "\"";

  private final Path files = TestData.folder("signs");

  @Test
  void serviceRefusesWritesUntilThereIsRoomAndLosesNothing() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(MEGABYTES);
        ConfigurableApplicationContext service = start(disk)) {
      int port =
          Objects.requireNonNull(
              service.getEnvironment().getProperty("local.server.port", Integer.class));
      Caller caller = new Caller(port);
      caller.put("/v1/queues/q", "{}");
      caller.put("/v1/queues/empty", "{}");
      caller.put("/v1/locks/l", "{}");
      assertThat(caller.post("/v1/queues/q/put", "1").status()).isEqualTo(201);
      String job = submit(caller);
      String later = id(caller.post("/v1/jobs", HELLO.replace("}", ", \"delay\": 5}")));
      while (!state(caller, "/v1/jobs/" + job).equals("RUNNING")) {
        Thread.onSpinWait();
      }
      try (Phone getter = Phone.call(port, "POST /v1/queues/empty/get")) {
        while (caller.get("/v1/queues/empty").json().get("getters").asInt() == 0) {
          Thread.onSpinWait();
        }

        disk.fill();

        assertWritesAreRefused(caller);
        assertReadsGoOn(caller, job, later);
        assertHealthTells(caller);
        Files.createFile(files.resolve("begin"));
        while (Files.notExists(files.resolve("done"))) {
          Thread.onSpinWait();
        }
        assertThat(state(caller, "/v1/jobs/" + job)).isEqualTo("RUNNING");

        disk.empty();

        JsonNode ended = caller.get("/v1/jobs/" + job + "?wait=60").json();
        assertThat(ended.get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.get("result").asInt()).isEqualTo(7);
        assertThat(ended.get("outputTruncated").asBoolean()).isTrue();
        assertThat(state(caller, "/v1/jobs/" + later + "?wait=60")).isEqualTo("SUCCEEDED");
        assertThat(put(caller, "empty", "5").status()).isEqualTo(201);
        assertThat(getter.listenFor("5")).startsWith("HTTP/1.1 200");
      }
      assertItemsAreThereOnce(caller);
      awaitHealth(caller);
      assertThat(caller.post("/v1/jobs?wait=60", HELLO).json().get("state").asString())
          .isEqualTo("SUCCEEDED");
    }
  }

  private static ConfigurableApplicationContext start(SmallDisk disk) {
    return SpringApplication.run(
        ForkyardApplication.class,
        "--server.port=0",
        "--forkyard.data-dir=" + disk.root().resolve("data"),
        "--forkyard.classpath=target/test-classes",
        "--forkyard.max-wait=10m",
        "--forkyard.drain=0s");
  }

  private String submit(Caller caller) throws Exception {
    String body =
        "{\"target\": \"io.forkyard.fixture.Patient::printAfter\", \"args\": [\"%s\", \"%s\"]}"
            .formatted(files.resolve("begin"), files.resolve("done"));
    return id(caller.post("/v1/jobs", body));
  }

  private static String id(Answer submitted) {
    assertThat(submitted.status()).isEqualTo(202);
    return submitted.json().get("id").asString();
  }

  private static String state(Caller caller, String path) throws Exception {
    return caller.get(path).json().get("state").asString();
  }

  private static Answer put(Caller caller, String queue, String item) throws Exception {
    return caller.send(
        "POST",
        "/v1/queues/" + queue + "/put",
        item,
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        "key");
  }

  private static void assertWritesAreRefused(Caller caller) throws Exception {
    assertRefused(put(caller, "q", BIG));
    assertRefused(caller.post("/v1/jobs", HELLO));
    assertRefused(caller.post("/v1/queues/q/get"));
    assertRefused(caller.post("/v1/queues/q/get?lease=30"));
    assertRefused(caller.post("/v1/locks/l/acquire"));
    assertRefused(caller.put("/v1/queues/other", "{}"));
    assertRefused(caller.put("/v1/pools/other", "{}"));
    assertRefused(caller.post("/v1/processes", HELLO));
    assertRefused(caller.delete("/v1/queues/q"));
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(answer.json().get("type").asString()).isEqualTo("/problems/unavailable");
    assertThat(answer.json().get("detail").asString()).contains("full");
  }

  private static void assertReadsGoOn(Caller caller, String... jobs) throws Exception {
    assertThat(caller.get("/v1/queues/q").json().get("qsize").asInt()).isEqualTo(1);
    assertThat(caller.get("/v1/queues/q/items").status()).isEqualTo(200);
    assertThat(caller.get("/v1/jobs").json().get("items")).hasSize(jobs.length);
    for (String job : jobs) {
      assertThat(caller.get("/v1/jobs/" + job + "/output").status()).isEqualTo(200);
    }
  }

  /** A spare that dies has no follower until there is room. */
  private static void assertHealthTells(Caller caller) throws Exception {
    JsonNode spare =
        caller
            .get("/v1/pools/default")
            .json()
            .get("workers")
            .valueStream()
            .filter(worker -> worker.get("state").asString().equals("IDLE"))
            .findFirst()
            .orElseThrow();
    ProcessHandle.of(spare.get("pid").asLong()).orElseThrow().destroyForcibly();
    while (caller
        .get("/actuator/health")
        .json()
        .at("/components/pool/status")
        .asString()
        .equals("UP")) {
      Thread.onSpinWait();
    }
    Answer health = caller.get("/actuator/health");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().at("/components/pool/details/default").asString()).contains("full");
    assertThat(health.json().at("/components/store/status").asString()).isEqualTo("DOWN");
    assertThat(health.json().at("/components/store/details/error").asString()).contains("full");
    assertThat(caller.get("/actuator/health/readiness").status()).isEqualTo(503);
    assertThat(caller.get("/actuator/health/liveness").status()).isEqualTo(200);
  }

  private static void awaitHealth(Caller caller) throws Exception {
    while (caller.get("/actuator/health").status() != 200) {
      Thread.onSpinWait();
    }
  }

  private static void assertItemsAreThereOnce(Caller caller) throws Exception {
    assertThat(put(caller, "q", BIG).status()).isEqualTo(201);
    assertThat(put(caller, "q", BIG).header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(caller.get("/v1/queues/q").json().get("qsize").asInt()).isEqualTo(2);
    assertThat(caller.post("/v1/queues/q/get").text()).isEqualTo("1");
    assertThat(caller.post("/v1/queues/q/get").text()).isEqualTo(BIG);
  }
}
