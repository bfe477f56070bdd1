package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Pools as a caller meets them. */
class PoolsHttpTest extends ServiceTest {

  private final Caller caller;

  PoolsHttpTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @Test
  void aNewPoolIsA201ThatListsItsSpares() throws Exception {
    Answer created =
        caller.put("/v1/pools/fresh", "{\"size\": 1, \"jvm\": {\"maxHeap\": \"64m\"}}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/v1/pools/fresh");
    assertThat(created.json().path("workers")).hasSize(1);
    assertThat(created.json().at("/workers/0/pid").asLong()).isPositive();
    assertThat(caller.put("/v1/pools/fresh", created.text()).status()).isEqualTo(200);
    assertThat(caller.delete("/v1/pools/fresh").status()).isEqualTo(204);
    assertThat(caller.get("/v1/pools/fresh").status()).isEqualTo(404);
  }

  @Test
  void aPoolOfTheClusterIsReadBackAsSuchAndMayBecomeOneOfEachNode() throws Exception {
    String wanted = "{\"size\": 1, \"spares\": 0, \"scope\": \"cluster\"}";
    Answer created = caller.put("/v1/pools/together", wanted);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("scope").asString()).isEqualTo("cluster");
    assertThat(caller.put("/v1/pools/together", created.text()).text()).contains("cluster");
    assertThat(caller.put("/v1/pools/together", "{\"spares\": 0}").text())
        .contains("\"scope\":\"node\"");
    assertThat(caller.delete("/v1/pools/together").status()).isEqualTo(204);
  }

  @Test
  void whatIsLeftOutTakesItsDefault() throws Exception {
    JsonNode pool = caller.put("/v1/pools/plain", "{\"spares\": 0}").json();
    assertThat(pool.path("size").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(pool.path("maxTasksPerChild").asInt()).isEqualTo(1);
    assertThat(pool.path("idle").toString()).isEqualTo("300");
    assertThat(pool.path("maxPending").asInt()).isEqualTo(100_000);
    assertThat(pool.path("timeout").isNull()).isTrue();
    assertThat(pool.path("scope").asString()).isEqualTo("node");
    assertThat(pool.at("/jvm/maxHeap").asString()).isEqualTo("256m");
    assertThat(caller.delete("/v1/pools/plain").status()).isEqualTo(204);
  }

  @Test
  void childrenAreReusedForEverOnlyWhenAskedTo() throws Exception {
    for (String ever : List.of("null", "\"unlimited\"")) {
      Answer pool =
          caller.put("/v1/pools/reused", "{\"spares\": 0, \"maxTasksPerChild\": " + ever + "}");
      assertThat(pool.json().path("maxTasksPerChild").isNull()).isTrue();
    }
    assertThat(caller.delete("/v1/pools/reused").status()).isEqualTo(204);
  }

  @Test
  void theDefaultPoolStays() throws Exception {
    assertThat(caller.get("/v1/pools").json().at("/items").findValuesAsString("name"))
        .contains("default");
    Answer refusal = caller.delete("/v1/pools/default");
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal.json().path("type").asString()).isEqualTo("/problems/default-pool");
    assertThat(caller.delete("/v1/pools/none").status()).isEqualTo(404);
  }
}
