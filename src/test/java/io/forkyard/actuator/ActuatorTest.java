package io.forkyard.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.storage.TestPostgres;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators see of a service at work. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ActuatorTest {

  @LocalServerPort private int port;
  private RestClient http;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    TestPostgres.properties(registry);
    registry.add("forkyard.data-dir", () -> TestData.folder("actuator"));
  }

  @BeforeEach
  void connect() {
    http =
        RestClient.builder()
            .baseUrl("http://localhost:" + port)
            .defaultStatusHandler(status -> true, (request, response) -> {})
            .build();
  }

  @Test
  void processesAreThoseOfTheOperatingSystem() {
    put("watched", Map.of("size", 2));

    List<JsonNode> rows =
        get("/actuator/processes")
            .get("processes")
            .valueStream()
            .filter(row -> row.get("pool").asString().equals("watched"))
            .toList();

    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      ProcessHandle process = ProcessHandle.of(row.get("pid").asLong()).orElseThrow();
      assertThat(row.get("ppid").asLong()).isEqualTo(ProcessHandle.current().pid());
      assertThat(process.parent()).contains(ProcessHandle.current());
      assertThat(row.get("state").asString()).isIn("RUNNING", "SLEEPING", "DISK_SLEEP");
      assertThat(row.get("residentBytes").asLong()).isPositive();
      assertThat(row.get("cpuSeconds").asDouble()).isNotNegative();
      assertThat(row.get("startedAt").asString()).endsWith("Z");
    }
  }

  @Test
  void compilerIsAmongTheProcesses() {
    Map<String, Object> job =
        Map.of("source", "class Small { static int one() { return 1; } }", "target", "Small::one");
    submit("/v1/jobs?wait=30", job);

    List<JsonNode> compilers =
        get("/actuator/processes")
            .get("processes")
            .valueStream()
            .filter(row -> row.get("name").asString().startsWith("compiler-"))
            .toList();

    assertThat(compilers).hasSize(1);
    assertThat(compilers.getFirst().get("pool").isNull()).isTrue();
    assertThat(compilers.getFirst().get("residentBytes").asLong()).isPositive();
  }

  @Test
  void poolsShowSettingsAndWorkers() {
    put("shown", Map.of("size", 1));

    JsonNode pool =
        get("/actuator/pools")
            .get("pools")
            .valueStream()
            .filter(row -> row.get("name").asString().equals("shown"))
            .findFirst()
            .orElseThrow();

    assertThat(pool.get("size").asInt()).isEqualTo(1);
    assertThat(pool.get("workers").size()).isEqualTo(1);
    assertThat(pool.get("archive").isBoolean()).isTrue();
  }

  @Test
  void healthWhenAPoolCannotStartChildrenIsDownAndSaysWhy() {
    assertThat(get("/actuator/health").get("status").asString()).isEqualTo("UP");
    put("ill", Map.of("size", 1, "jvm", Map.of("options", List.of("-XX:NoSuchOption"))));
    run("ill");

    ResponseEntity<String> ill =
        http.get().uri("/actuator/health").retrieve().toEntity(String.class);

    assertThat(ill.getStatusCode().value()).isEqualTo(503);
    JsonNode components = json(ill.getBody()).get("components");
    assertThat(components.get("pool").get("status").asString()).isEqualTo("DOWN");
    assertThat(components.get("pool").get("details").get("ill").asString())
        .contains("NoSuchOption");
    assertThat(components.get("store").get("status").asString()).isEqualTo("UP");
    assertThat(get("/actuator/health/liveness").get("status").asString()).isEqualTo("UP");
    assertThat(get("/actuator/health/readiness").get("status").asString()).isEqualTo("UP");

    http.delete().uri("/v1/pools/ill").retrieve().toBodilessEntity();
    assertThat(get("/actuator/health").get("status").asString()).isEqualTo("UP");
  }

  @Test
  void metricsCountJobsAndShowPools() {
    run("default");

    assertThat(metrics())
        .contains(
            "forkyard_jobs_total{pool=\"default\",state=\"SUCCEEDED\"}",
            "forkyard_job_wait_seconds_count{pool=\"default\"}",
            "forkyard_job_run_seconds_count{pool=\"default\"}",
            "forkyard_pool_size{pool=\"default\"}",
            "forkyard_pool_pending{pool=\"default\"} 0.0",
            "forkyard_callbacks_total{outcome=\"DELIVERED\"}",
            "forkyard_process_live",
            "forkyard_process_resident_bytes");
  }

  @Test
  void locksSemaphoresAndEventsAreShown() {
    for (String path : List.of("locks/seen", "semaphores/seen", "events/seen")) {
      http.put().uri("/v1/" + path).body(Map.of()).retrieve().toBodilessEntity();
    }
    Instant before = Instant.now();
    http.post().uri("/v1/locks/seen/acquire").retrieve().toBodilessEntity();

    JsonNode rows = get("/actuator/locks");
    assertThat(rows.at("/locks/0/name").asString()).isEqualTo("seen");
    assertThat(rows.at("/locks/0/holder").asString()).isEqualTo("127.0.0.1");
    assertThat(Instant.parse(rows.at("/locks/0/since").asString()))
        .isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());
    assertThat(rows.at("/locks/0/waiters").asInt()).isZero();
    assertThat(rows.at("/semaphores/0/value").asInt()).isEqualTo(1);
    assertThat(rows.at("/events/0/set").asBoolean()).isFalse();
  }

  @Test
  void queuesAreShownAndCountedWhileTheyAreThere() {
    http.put().uri("/v1/queues/seen").body(Map.of("maxsize", 3)).retrieve().toBodilessEntity();
    http.post().uri("/v1/queues/seen/put").body(Map.of("n", 1)).retrieve().toBodilessEntity();
    http.post().uri("/v1/queues/seen/put").body(Map.of("n", 2)).retrieve().toBodilessEntity();
    http.post().uri("/v1/queues/seen/get?lease=60").retrieve().toBodilessEntity();

    JsonNode row = get("/actuator/queues").get("queues").get(0);
    assertThat(row.get("name").asString()).isEqualTo("seen");
    assertThat(row.get("qsize").asInt()).isEqualTo(1);
    assertThat(row.get("lent").asInt()).isEqualTo(1);
    assertThat(row.get("maxDeliveries").asInt()).isEqualTo(5);
    assertThat(http.get().uri("/actuator/prometheus").retrieve().body(String.class))
        .contains(
            "forkyard_queue_puts_total{queue=\"seen\"} 2.0",
            "forkyard_queue_gets_total{queue=\"seen\"} 1.0",
            "forkyard_queue_depth{queue=\"seen\"} 1.0",
            "forkyard_queue_getters{queue=\"seen\"} 0.0",
            "forkyard_queue_putters{queue=\"seen\"} 0.0",
            "forkyard_queue_time_seconds_count{queue=\"seen\"} 1");

    http.delete().uri("/v1/queues/seen").retrieve().toBodilessEntity();
    assertThat(http.get().uri("/actuator/prometheus").retrieve().body(String.class))
        .doesNotContain("queue=\"seen\"");
  }

  @Test
  void jobsThatNeverHadAChildAreCountedToo() {
    put("unlucky", Map.of("size", 1, "jvm", Map.of("options", List.of("-XX:NoSuchOption"))));
    run("unlucky");
    put("patient", Map.of("size", 1, "spares", 0));
    JsonNode waiting = submit("/v1/jobs", job("patient", 3600));
    http.post()
        .uri("/v1/jobs/" + waiting.get("id").asString() + "/terminate")
        .retrieve()
        .toBodilessEntity();

    assertThat(metrics())
        .contains(
            "forkyard_jobs_total{pool=\"unlucky\",state=\"FAILED\"} 1.0",
            "forkyard_job_run_seconds_count{pool=\"unlucky\"} 0",
            "forkyard_jobs_total{pool=\"patient\",state=\"CANCELLED\"} 1.0");

    http.delete().uri("/v1/pools/unlucky").retrieve().toBodilessEntity();
  }

  @Test
  void metersOfAPoolGoWithIt() {
    put("passing", Map.of("size", 1));
    run("passing");
    assertThat(metrics()).contains("pool=\"passing\"");

    http.delete().uri("/v1/pools/passing").retrieve().toBodilessEntity();

    assertThat(metrics()).doesNotContain("passing");
  }

  private String metrics() {
    return http.get().uri("/actuator/prometheus").retrieve().body(String.class);
  }

  private void run(String pool) {
    JsonNode ended = submit("/v1/jobs?wait=60", job(pool, 0));
    assertThat(ended.get("ready").asBoolean()).as("%s", ended).isTrue();
  }

  private static Map<String, Object> job(String pool, int delay) {
    return Map.of(
        "pool",
        pool,
        "target",
        "io.forkyard.examples.Sums::evens",
        "args",
        List.of(0, 100),
        "delay",
        delay);
  }

  private JsonNode submit(String path, Map<String, Object> job) {
    return json(http.post().uri(path).body(job).retrieve().body(String.class));
  }

  private void put(String pool, Map<String, Object> settings) {
    http.put().uri("/v1/pools/" + pool).body(settings).retrieve().toBodilessEntity();
  }

  private JsonNode get(String path) {
    return json(http.get().uri(path).retrieve().body(String.class));
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text);
  }
}
