package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Jobs as a caller meets them. */
class JobsHttpTest extends ServiceTest {

  private static final String SLEEP =
      """
      {"target": "Sleep::now", "name": "%s",
       "source": "class Sleep { static void now() throws Exception { System.out.println(\\"asleep\\"); new java.util.concurrent.CountDownLatch(1).await(); } }"}
      """;

  private final Caller caller;

  JobsHttpTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  private Answer run(String job) throws Exception {
    return caller.post("/v1/jobs?wait=60", job);
  }

  @Test
  void aJobThatEndsInTimeIsA200WithItsResult() throws Exception {
    Answer answer =
        run(
            """
            {"target": "io.forkyard.examples.Primes::count",
             "args": [1, 1000000], "kwargs": {"step": 2}}
            """);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(answer.json().path("result").asInt()).isEqualTo(78498);
    assertThat(answer.header("Location"))
        .isEqualTo("/v1/jobs/" + answer.json().path("id").asString());
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void valuesComeBackAsTheyWereSent() throws Exception {
    String number = "7".repeat(1500);
    Answer answer =
        run(
            """
            {"source": "class Echo { static Object of(Object[] all) { return all; } }",
             "target": "Echo::of", "args": [["\\ud800", "\\ud83d\\ude00 é", %s, 1.10]]}
            """
                .formatted(number));

    assertThat(answer.response().body())
        .contains("\"result\":[\"\\ud800\",\"\ud83d\ude00 é\"," + number + ",1.1]");
  }

  @Test
  void outputWhenFollowedGoesOnWithTheNextAttempt() throws Exception {
    Answer job =
        caller.post(
            "/v1/jobs",
            """
            {"source": "class Try { static void it() { System.out.println(\\"attempt \\" + io.forkyard.api.Forkyard.attempt()); System.exit(1); } }",
             "target": "Try::it", "maxAttempts": 2}
            """);

    String path = "/v1/jobs/" + job.json().path("id").asString();
    assertThat(caller.get(path + "/output?follow=true").response().body())
        .isEqualTo("attempt 1\nattempt 2\n");
    assertThat(caller.get(path + "/output?attempt=1").response().body()).isEqualTo("attempt 1\n");
  }

  @Test
  void fieldsComeInTheOrderOfTheContract() throws Exception {
    Answer answer = run("{\"target\": \"io.forkyard.examples.Hello\"}");
    assertThat(answer.json().propertyNames())
        .containsExactly(
            "id",
            "pool",
            "name",
            "target",
            "state",
            "ready",
            "successful",
            "result",
            "failure",
            "process",
            "attempt",
            "maxAttempts",
            "attempts",
            "progress",
            "notBefore",
            "outputTruncated",
            "callback",
            "submittedAt",
            "startedAt",
            "finishedAt");
  }

  @Test
  void aJobThatFailsIsA200Too() throws Exception {
    Answer answer =
        run("{\"target\": \"F::f\", \"source\": \"class F { static int f() { return 1 / 0; } }\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("successful").asBoolean()).isFalse();
    assertThat(answer.json().at("/failure/reason").asString()).isEqualTo("EXCEPTION");
    assertThat(answer.json().path("failure").propertyNames())
        .containsExactly(
            "reason",
            "type",
            "message",
            "stackTrace",
            "exitCode",
            "signal",
            "killedBy",
            "threadDump",
            "lastOutput",
            "peakMemoryBytes");
  }

  @Test
  void numbersKeepEveryDigit() throws Exception {
    Answer answer =
        run(
            """
            {"target": "E::e", "args": [123456789012345678901234567890.123456789],
             "source": "class E { static java.math.BigDecimal e(java.math.BigDecimal x) { return x; } }"}
            """);
    assertThat(answer.text()).contains("\"result\":123456789012345678901234567890.123456789,");
  }

  @Test
  void anAnswerCanBeSentAgain() throws Exception {
    Answer first = run("{\"target\": \"io.forkyard.examples.Hello\"}");
    assertThat(run(first.text()).json().path("state").asString()).isEqualTo("SUCCEEDED");
  }

  @Test
  void outputIsTextInUtf8() throws Exception {
    Answer job = run("{\"target\": \"io.forkyard.examples.Hello\", \"args\": [\"Zoë\"]}");
    String path = job.header("Location") + "/output";
    Answer output = caller.get(path);
    assertThat(output.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
    assertThat(output.text()).isEqualTo("Hello, Zoë\n");
    assertThat(caller.get(path + "?offset=7&stream=stdout&attempt=1&follow=true").text())
        .isEqualTo("Zoë\n");
    assertThat(caller.get(path + "?stream=stderr").text()).isEmpty();
  }

  @Test
  void aRunningJobIsSeenStoppedAndForgotten() throws Exception {
    Answer job = caller.post("/v1/jobs", SLEEP.formatted("sleeper"));
    assertThat(job.status()).isEqualTo(202);
    String path = job.header("Location");
    assertThat(caller.get(path + "?wait=0.1").json().path("ready").asBoolean()).isFalse();
    assertThat(caller.delete(path).status()).isEqualTo(409);
    assertThat(caller.post(path + "/terminate?grace=0.5").status()).isIn(200, 202);
    assertThat(caller.get(path + "?wait=60").json().path("state").asString())
        .isEqualTo("CANCELLED");
    Answer again = caller.post(path + "/kill");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("type").asString()).isEqualTo("/problems/already-finished");
    assertThat(caller.delete(path).status()).isEqualTo(204);
    assertThat(caller.get(path).status()).isEqualTo(404);
    assertThat(caller.delete(path).status()).isEqualTo(404);
  }

  @Test
  void listsAreReadPageByPageWithTheSameFilters() throws Exception {
    for (int i = 0; i < 5; i++) {
      run("{\"target\": \"io.forkyard.examples.Hello\", \"name\": \"paged\"}");
    }
    Set<String> seen = new HashSet<>();
    String path = "/v1/jobs?name=paged&pool=default&state=SUCCEEDED&limit=2";
    JsonNode page = caller.get(path).json();
    while (page.has("next")) {
      page.path("items").forEach(job -> seen.add(job.path("id").asString()));
      page = caller.get(path + "&cursor=" + page.path("next").asString()).json();
    }
    page.path("items").forEach(job -> seen.add(job.path("id").asString()));
    assertThat(seen).hasSize(5);
  }

  @Test
  void aCursorBelongsToItsFilters() throws Exception {
    for (String name : List.of("a", "a")) {
      run("{\"target\": \"io.forkyard.examples.Hello\", \"name\": \"" + name + "\"}");
    }
    String next = caller.get("/v1/jobs?name=a&limit=1").json().path("next").asString();
    Answer answer = caller.get("/v1/jobs?name=b&limit=1&cursor=" + next);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo("cursor");
  }

  @Test
  void anUnknownPoolIsNotFoundAndAnUnknownJarIsNamed() throws Exception {
    assertThat(caller.post("/v1/jobs", "{\"target\": \"a.B\", \"pool\": \"x\"}").status())
        .isEqualTo(404);
    Answer answer =
        caller.post(
            "/v1/jobs",
            "{\"target\": \"a.B\", \"classpath\": [\"sha256:" + "0".repeat(64) + "\"]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo("classpath");
  }
}
