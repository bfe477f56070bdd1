package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.web.Caller.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** A service that has begun to stop. */
@DirtiesContext
class StopGateTest extends ServiceTest {

  @Autowired private ChangeSignal signal;

  @Test
  void callersWhenTheServiceStopsAreAskedToComeBack(@LocalServerPort int port) throws Exception {
    Caller caller = new Caller(port);
    caller.put("/v1/queues/q", "{}");
    try (Phone waiter = Phone.call(port, "POST /v1/queues/q/get")) {
      while (caller.get("/v1/queues/q").json().path("getters").asInt() == 0) {
        Thread.onSpinWait();
      }

      signal.drain();

      assertThat(waiter.listenFor("/problems/unavailable")).startsWith("HTTP/1.1 503");
    }
    assertSentAway(caller.get("/v1/jobs"));
    assertSentAway(caller.get("/v1/pools/default"));
    assertSentAway(caller.post("/v1/jobs", "{\"target\": \"a.B\"}"));
    assertSentAway(caller.post("/v1/queues/q/put", "1"));
    assertSentAway(caller.put("/v1/pools/p", "{}"));
    Answer health = caller.get("/actuator/health");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().path("status").asString()).isEqualTo("OUT_OF_SERVICE");
    assertThat(caller.get("/actuator/health/readiness").status()).isEqualTo(503);
    assertThat(caller.get("/actuator/health/liveness").status()).isEqualTo(200);
  }

  private static void assertSentAway(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/unavailable");
  }

  @Test
  void actuatorWhenItKnowsNoSuchThingAnswersAProblem(@LocalServerPort int port) throws Exception {
    for (String path : new String[] {"/actuator/health/nope", "/actuator/metrics/nope"}) {
      Answer answer = new Caller(port).get(path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.json().path("instance").asString()).isEqualTo(path);
    }
  }
}
