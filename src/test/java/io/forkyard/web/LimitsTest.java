package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What a caller sends has limits that an operator sets; one less is fine, one more is refused. */
@TestPropertySource(
    properties = {
      "forkyard.limits.arguments=20B",
      "forkyard.limits.source=59B",
      "forkyard.limits.name=5",
      "forkyard.limits.max-pending=2",
      "forkyard.limits.artifact=1KB"
    })
class LimitsTest extends ServiceTest {

  private final Caller caller;

  LimitsTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/jobs | {'target': 'A::a', 'delay': 9, 'args': ['1234567890123456~']} | args",
        "/v1/jobs | {'target': 'A::a', 'delay': 9, 'kwargs': {'a': '123456789012~'}} | kwargs",
        "/v1/jobs | {'target': 'A::a', 'delay': 9, 'name': '12345~'} | name",
        "/v1/jobs | {'target': 'A::a', 'delay': 9, 'source': 'class A { static int a(int a) { return a + a + a + a; } }//~'} | source",
        "/v1/pools/p | {'spares': 0, 'maxPending': 2~} | maxPending",
      })
  void oneMoreIsRefused(String path, String body, String field) throws Exception {
    String fits = body.replace('\'', '"').replace("~", "");
    String longer = body.replace('\'', '"').replace("~", "1");
    String method = path.contains("pools") ? "PUT" : "POST";
    String[] type = {"Content-Type", "application/json"};

    assertThat(caller.send(method, path, fits, type).status()).isBetween(200, 202);

    Answer refused = caller.send(method, path, longer, type);
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    assertThat(refused.json().path("field").asString()).isEqualTo(field);
  }

  @Test
  void aPoolThatDoesNotSayLetsNoMoreWaitThanItMay() throws Exception {
    assertThat(caller.put("/v1/pools/q", "{\"spares\": 0}").json().path("maxPending").asInt())
        .isEqualTo(2);
  }

  @Test
  void aFullBacklogSendsAwayForAWhile() throws Exception {
    caller.put("/v1/pools/full", "{\"spares\": 0, \"maxPending\": 2}");
    String job = "{\"pool\": \"full\", \"target\": \"a.B\", \"delay\": 3600}";
    assertThat(caller.post("/v1/jobs", job).status()).isEqualTo(202);
    String second = caller.post("/v1/jobs", job).header("Location");

    Answer refused = caller.post("/v1/jobs", job);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("type").asString()).isEqualTo("/problems/pool-backlog-full");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    caller.post(second + "/kill");
    assertThat(caller.post("/v1/jobs", job).status()).isEqualTo(202);
  }

  @Test
  void aJarHasALimit() throws Exception {
    assertThat(caller.upload("/v1/artifacts", new byte[1025]).status()).isEqualTo(413);
  }
}
