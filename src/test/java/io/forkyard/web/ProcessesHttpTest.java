package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Processes as a caller meets them. */
class ProcessesHttpTest extends ServiceTest {

  private static final String WAIT =
      """
      {"target": "io.forkyard.fixture.Endings::waitAndTell", "jvm": {"maxHeap": "64m"}}
      """;

  private final Caller caller;

  ProcessesHttpTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @Test
  void aProcessIsStartedJoinedAndRead() throws Exception {
    Answer started =
        caller.post(
            "/v1/processes",
            """
            {"target": "io.forkyard.examples.Hello", "args": ["Zoë"], "name": "greeter",
             "timeout": 60, "jvm": {"maxHeap": "64m", "options": ["-Duser.timezone=UTC"]}}
            """);

    assertThat(started.status()).isEqualTo(201);
    String path = started.header("Location");
    assertThat(path).isEqualTo("/v1/processes/" + started.json().path("id").asString());
    assertThat(started.json().propertyNames())
        .containsExactly(
            "id",
            "name",
            "pid",
            "ppid",
            "alive",
            "exitCode",
            "state",
            "osState",
            "cpuSeconds",
            "residentBytes",
            "pool",
            "job",
            "failure",
            "startedAt",
            "endedAt");
    assertThat(started.json().path("name").asString()).isEqualTo("greeter");
    Answer ended = caller.get(path + "?wait=60");
    assertThat(ended.json().path("exitCode").asInt(-1)).isZero();
    assertThat(ended.json().path("state").asString()).isEqualTo("ENDED");
    Answer output = caller.get(path + "/output");
    assertThat(output.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
    assertThat(output.text()).isEqualTo("Hello, Zoë\n");
    assertThat(caller.get(path + "/output?stream=stderr&offset=0&follow=true").text()).isEmpty();
  }

  @Test
  void aLivingProcessIsLookedIntoAndEnded() throws Exception {
    String path = caller.post("/v1/processes", WAIT).header("Location");
    Answer threads = caller.get(path + "/threads");
    while (!threads.text().contains("Endings.waitAndTell")) {
      threads = caller.get(path + "/threads");
    }
    assertThat(threads.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
    assertThat(caller.get(path).json().path("osState").asString()).isEqualTo("SLEEPING");

    Answer told = caller.post(path + "/terminate?grace=30");

    assertThat(told.status()).isEqualTo(202);
    assertThat(told.json().path("state").asString()).isEqualTo("STOPPING");
    assertThat(caller.get(path + "/output?follow=true").text()).isEqualTo("waiting\n");
    Answer ended = caller.get(path + "?wait=60");
    assertThat(ended.json().path("alive").asBoolean(true)).isFalse();
    assertThat(ended.json().path("exitCode").asInt()).isEqualTo(-15);
    assertThat(ended.json().at("/failure/killedBy").asString()).isEqualTo("user");
    assertThat(caller.post(path + "/kill").status()).isEqualTo(200);
    Answer late = caller.get(path + "/threads");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("type").asString()).isEqualTo("/problems/no-threads");
  }

  @Test
  void aRequestThatIsSentAgainStartsNoSecondProcess() throws Exception {
    String[] headers = {"Content-Type", "application/json", "Idempotency-Key", "bell"};
    Answer first = caller.send("POST", "/v1/processes", WAIT, headers);
    String path = first.header("Location");
    caller.post(path + "/kill");
    caller.get(path + "?wait=60");

    Answer again = caller.send("POST", "/v1/processes", WAIT, headers);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Location")).isEqualTo(path);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.json().path("state").asString()).isEqualTo("ENDED");
  }

  @Test
  void listsAreReadPageByPage() throws Exception {
    String last = "";
    for (int i = 0; i < 3; i++) {
      last = caller.post("/v1/processes", WAIT).json().path("id").asString();
      caller.post("/v1/processes/" + last + "/kill");
      caller.get("/v1/processes/" + last + "?wait=60");
    }
    List<String> seen = new ArrayList<>();
    JsonNode page = caller.get("/v1/processes?state=ENDED&limit=1").json();
    while (page.has("next")) {
      page.path("items").forEach(process -> seen.add(process.path("id").asString()));
      String next = page.path("next").asString();
      page = caller.get("/v1/processes?state=ENDED&limit=1&cursor=" + next).json();
    }
    page.path("items").forEach(process -> seen.add(process.path("id").asString()));
    assertThat(seen).startsWith(last).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
    assertThat(seen).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "target     | {}",
        "pool2      | {\"target\": \"a.B\", \"pool2\": 1}",
        "timeout    | {\"target\": \"a.B\", \"timeout\": 0}",
        "args       | {\"target\": \"a.B\", \"args\": {}}",
        "name       | {\"target\": \"a.B\", \"name\": \"\"}",
        "jvm.maxHeap | {\"target\": \"a.B\", \"jvm\": {\"maxHeap\": \"1m\"}}",
        "jvm.options[0] | {\"target\": \"a.B\", \"jvm\": {\"options\": [\"-XX:+DisableAttachMechanism\"]}}",
      })
  void aFieldThatDoesNotFitIsNamed(String field, String body) throws Exception {
    Answer answer = caller.post("/v1/processes", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/output", "/threads"})
  void whatIsNotThereIsNotFound(String part) throws Exception {
    String path = "/v1/processes/0199c3a2-8e21-7b1a-8c40-5d2f1e7c9b22" + part;
    assertThat(caller.get(path).status()).isEqualTo(404);
    assertThat(caller.get(path + "?what=1").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/processes/X/kill", "/v1/jobs/X/terminate", "/v1/jobs/X/kill"})
  void anOperationThatTakesNoFieldsRefusesThem(String path) throws Exception {
    Answer answer = caller.post(path, "{\"grace\": 1}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo("grace");
    assertThat(caller.post(path, "{").json().path("type").asString())
        .isEqualTo("/problems/unreadable-request");
    assertThat(caller.post(path, "{}").status()).isEqualTo(404);
    assertThat(caller.post(path).status()).isEqualTo(404);
  }
}
