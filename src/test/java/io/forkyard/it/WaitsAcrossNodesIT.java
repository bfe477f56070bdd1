package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** Packaged services on one PostgreSQL: who waits on one sees at once what changes on another. */
@TestMethodOrder(OrderAnnotation.class)
class WaitsAcrossNodesIT {

  private static final int ROUNDS = 200;

  private static MortalNodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = new MortalNodes(TestData.folder("waits"));
  }

  @AfterAll
  static void stop() throws Exception {
    nodes.close();
  }

  private static RunningJar here() {
    return nodes.node(0).jar();
  }

  private static RunningJar there() {
    return nodes.node(1).jar();
  }

  private static <T> CompletableFuture<T> async(Callable<T> call) {
    CompletableFuture<T> value = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            value.complete(call.call());
          } catch (Exception e) {
            value.completeExceptionally(e);
          }
        });
    return value;
  }

  /** Blocked in get on the other node when this returns. */
  private static CompletableFuture<HttpResponse<String>> getter(String queue) throws Exception {
    CompletableFuture<HttpResponse<String>> got =
        async(() -> there().answer("POST", "/v1/queues/" + queue + "/get?timeout=60", ""));
    while (there().get("/v1/queues/" + queue).get("getters").asInt() == 0) {
      Thread.onSpinWait();
    }
    return got;
  }

  private static int put(String queue, String item) throws Exception {
    return here().answer("POST", "/v1/queues/" + queue + "/put", item).statusCode();
  }

  private static void open(String path) throws Exception {
    HttpResponse<String> answer = here().answer("PUT", path, "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /** How long it takes is printed, for who reads along. */
  @Test
  void aGetEndsWhenAnotherNodePuts() throws Exception {
    open("/v1/queues/q");
    long[] micros = new long[ROUNDS];
    for (int n = 0; n < ROUNDS; n++) {
      CompletableFuture<HttpResponse<String>> got = getter("q");
      CompletableFuture<Long> end = got.thenApply(answer -> System.nanoTime());
      assertThat(put("q", "" + n)).isEqualTo(201);
      long begin = System.nanoTime();
      assertThat(got.get(1, TimeUnit.MINUTES).body()).isEqualTo("" + n);
      micros[n] = (end.join() - begin) / 1000;
    }
    Arrays.sort(micros);
    System.out.printf(
        "put answered by one node to get answered by another: p50 %d us, p99 %d us%n",
        micros[ROUNDS / 2], micros[ROUNDS * 99 / 100]);
  }

  @Test
  void aJobIsWaitedForOnAnyNode() throws Exception {
    JsonNode job = here().post("/v1/jobs", Map.of("target", "io.forkyard.examples.Hello"));

    JsonNode done = there().get("/v1/jobs/" + job.get("id").asString() + "?wait=60");

    assertThat(done.get("state").asString()).isEqualTo("SUCCEEDED");
  }

  @Test
  void aLockAndAnEventAreSharedByTheNodes() throws Exception {
    open("/v1/locks/l");
    open("/v1/events/e");
    JsonNode grant = here().post("/v1/locks/l/acquire", Map.of());
    CompletableFuture<JsonNode> next =
        async(() -> there().post("/v1/locks/l/acquire?timeout=60", Map.of()));
    CompletableFuture<JsonNode> event =
        async(() -> there().post("/v1/events/e/wait?timeout=60", Map.of()));
    while (there().get("/v1/locks/l").get("waiters").asInt() == 0
        || there().get("/v1/events/e").get("waiters").asInt() == 0) {
      assertThat(next.isDone() || event.isDone()).as("%s %s", next, event).isFalse();
    }

    here().answer("POST", "/v1/locks/l/release", "{\"token\": %s}".formatted(grant.get("token")));
    here().answer("POST", "/v1/events/e/set", "");

    assertThat(next.get(1, TimeUnit.MINUTES).get("fence").asInt())
        .isGreaterThan(grant.get("fence").asInt());
    assertThat(event.get(1, TimeUnit.MINUTES).get("set").asBoolean()).isTrue();
  }

  /** Who waits does not notice it; who comes just after it may get a 503, so it is the last. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aGetOutlivesARestartOfTheDatabase() throws Exception {
    open("/v1/queues/restart");
    CompletableFuture<HttpResponse<String>> got = getter("restart");

    nodes.postgres().kill();
    nodes.postgres().restart();
    int status = put("restart", "1");
    while (status != 201) {
      status = put("restart", "1");
    }

    HttpResponse<String> answer = got.get(1, TimeUnit.MINUTES);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (int n = 0; n < 3; n++) {
      nodes.node(n).awaitBack();
    }
  }
}
