package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged service while its PostgreSQL is away for some time. */
class PostgresAwayIT {

  /** Notes that it runs, and ends when it is told to. */
  private static final String NOTING =
      """
      import java.nio.file.*;
      public class Noting {
        public static int run(String runs, String end) throws Exception {
          Files.writeString(Path.of(runs), "run\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          System.out.println("begun");
          while (!Files.exists(Path.of(end))) Thread.sleep(20);
          System.out.println("ended");
          return 42;
        }
      }
      """;

  @Test
  void nothingIsLostAndNothingIsDoneTwice() throws Exception {
    Path folder = TestData.folder("away");
    Path runs = folder.resolve("runs");
    Path end = folder.resolve("end");
    try (MortalPostgres postgres = new MortalPostgres(folder.resolve("postgresql"));
        RunningJar service = start(folder.resolve("data"), postgres)) {
      service.put("/v1/queues/q", Map.of());
      service.put("/v1/queues/empty", Map.of());
      for (int n = 0; n < 10; n++) {
        service.post("/v1/queues/q/put", n);
      }
      String job = submit(service, runs, end);
      InputStream output = service.open("/v1/jobs/" + job + "/output?follow=true");
      assertThat(output.readNBytes(6)).asString(UTF_8).isEqualTo("begun\n");
      CompletableFuture<HttpResponse<String>> blocked = blocked(service);

      postgres.kill();

      HttpResponse<String> health = service.answer("GET", "/actuator/health", "");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(json(health).at("/components/store/status").asString()).isEqualTo("DOWN");
      assertThat(json(health).at("/components/store/details/error").asString()).isNotEmpty();
      assertThat(service.answer("GET", "/actuator/health/liveness", "").statusCode())
          .isEqualTo(200);
      assertAway(service.answer("POST", "/v1/queues/q/put", "10"));
      assertAway(service.answer("POST", "/v1/queues/q/get?block=false", ""));
      assertAway(
          service.answer("POST", "/v1/jobs", "{\"target\": \"io.forkyard.examples.Hello\"}"));
      assertAway(service.answer("GET", "/v1/jobs/" + job, ""));
      Files.createFile(end);
      assertThat(output.readNBytes(6)).asString(UTF_8).isEqualTo("ended\n");
      assertAway(service.answer("GET", "/v1/queues/q", ""));

      postgres.restart();
      awaitBack(service);

      JsonNode done = service.await(job);
      assertThat(done.get("state").asString()).as("%s", done).isEqualTo("SUCCEEDED");
      assertThat(done.get("result").asInt()).isEqualTo(42);
      assertThat(done.get("attempt").asInt()).isEqualTo(1);
      assertThat(Files.readAllLines(runs)).containsExactly("run");
      assertThat(service.get("/v1/queues/q").get("qsize").asInt()).isEqualTo(10);
      for (int n = 0; n < 10; n++) {
        assertThat(service.post("/v1/queues/q/get", Map.of()).asInt()).isEqualTo(n);
      }
      service.post("/v1/queues/empty/put", 7);
      assertThat(blocked.get(60, TimeUnit.SECONDS).body()).isEqualTo("7");
      assertThat(service.get("/v1/queues/empty").get("qsize").asInt()).isZero();
      JsonNode next =
          service.post("/v1/jobs?wait=60", Map.of("target", "io.forkyard.examples.Hello"));
      assertThat(next.get("state").asString()).as("%s", next).isEqualTo("SUCCEEDED");
    }
  }

  /** By itself, but a reader that has tried in vain for long tries again after a while only. */
  private static void awaitBack(RunningJar service) throws Exception {
    while (service.answer("GET", "/actuator/health", "").statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  /** What runs goes on, though it is away for some time. */
  private static RunningJar start(Path data, MortalPostgres postgres) throws Exception {
    List<String> settings = new ArrayList<>(List.of(postgres.settings()));
    settings.add("--forkyard.node-timeout=10m");
    return RunningJar.start(data, settings.toArray(String[]::new));
  }

  private static String submit(RunningJar service, Path runs, Path end) throws Exception {
    Map<String, Object> job =
        Map.of(
            "source",
            NOTING,
            "target",
            "Noting::run",
            "maxAttempts",
            3,
            "args",
            List.of(runs.toString(), end.toString()));
    return service.post("/v1/jobs", job).get("id").asString();
  }

  /** A caller who waits for an item; it has joined the line when this returns. */
  private static CompletableFuture<HttpResponse<String>> blocked(RunningJar service)
      throws Exception {
    CompletableFuture<HttpResponse<String>> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(service.answer("POST", "/v1/queues/empty/get", ""));
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    while (!service.get("/actuator/queues").toString().contains("\"getters\":1")) {
      Thread.onSpinWait();
    }
    return answer;
  }

  private static void assertAway(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(json(answer).get("type").asString()).isEqualTo("/problems/unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body());
  }
}
