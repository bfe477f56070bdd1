package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Phone.HangUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Whoever waits for a job, a map, a process or a pool, or follows a stream, and hangs up. */
@TestPropertySource(
    properties = {"forkyard.keep-alive=1h", "forkyard.changes.silence=1h", "forkyard.max-wait=1h"})
class HangUpEverywhereTest extends ServiceTest {

  private static final int OF_EACH = 3;
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String LATER = "{\"target\": \"a.B\", \"delay\": 3600, \"pool\": \"%s\"%s}";

  private final Caller caller;
  private final int port;
  @Autowired private Peers peers;
  @Autowired private ChangeController changes;
  private String job;
  private String map;
  private String process;

  HangUpEverywhereTest(@LocalServerPort int port) {
    this.port = port;
    caller = new Caller(port);
  }

  private static void until(BooleanSupplier reached) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the end of the patience").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private String made(String path, String body) throws Exception {
    return path + "/" + caller.post(path, body).json().path("id").asString();
  }

  @BeforeEach
  void makeWhatDoesNotEnd() throws Exception {
    caller.put("/v1/pools/ending", "{\"size\": 1, \"spares\": 0}");
    job = made("/v1/jobs", LATER.formatted("ending", ""));
    map = made("/v1/maps", LATER.formatted("ending", ", \"items\": [1]"));
    process = made("/v1/processes", "{\"target\": \"io.forkyard.fixture.Endings::forever\"}");
    caller.post("/v1/pools/ending/close");
  }

  @AfterEach
  void endIt() throws Exception {
    caller.post("/v1/pools/ending/terminate");
    caller.post("/v1/pools/ending/join?wait=60");
    caller.post(process + "/kill");
  }

  private List<String> waits() {
    return List.of(
        "GET " + job + "?wait=3600",
        "GET " + map + "?wait=3600",
        "GET " + process + "?wait=3600",
        "POST /v1/pools/ending/join?wait=3600",
        "POST /v1/jobs?wait=3600\n" + LATER.formatted("default", ", \"name\": \"left\""),
        "POST /v1/maps?wait=3600\n"
            + LATER.formatted("default", ", \"name\": \"left\", \"items\": [1]"));
  }

  private List<String> streams() {
    return List.of(
        "GET " + job + "/output?follow=true",
        "GET " + process + "/output?follow=true",
        "GET " + map + "/results",
        "GET " + map + "/results?ordered=false",
        "GET /v1/changes");
  }

  private List<Phone> call(List<String> requests) throws Exception {
    List<Phone> phones = new ArrayList<>();
    for (int n = 0; n < OF_EACH; n++) {
      for (String request : requests) {
        phones.add(Phone.call(port, request));
      }
    }
    until(() -> peers.waiting() == phones.size());
    return phones;
  }

  private static void hangUp(List<Phone> phones, HangUp how) throws Exception {
    for (Phone phone : phones) {
      phone.hangUp(how);
    }
  }

  @ParameterizedTest
  @EnumSource(HangUp.class)
  void everyWaitEndsThoughNothingHappens(HangUp how) throws Exception {
    List<Phone> phones = call(waits());
    hangUp(phones, how);
    until(() -> peers.waiting() == 0);
    endWhatTheyLeft();
  }

  private void endWhatTheyLeft() throws Exception {
    for (String path : List.of("/v1/jobs", "/v1/maps")) {
      for (JsonNode left : caller.get(path + "?name=left&state=PENDING").json().path("items")) {
        caller.post(path + "/" + left.path("id").asString() + "/kill");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HangUp.class)
  void everyStreamEndsThoughNothingHappens(HangUp how) throws Exception {
    List<Phone> phones = call(streams());
    assertThat(changes.readers()).isEqualTo(OF_EACH);
    hangUp(phones, how);
    until(() -> changes.readers() == 0 && peers.waiting() == 0);
  }

  @Test
  void streamOfOneWhoStillListensEndsAsAnAnswerDoes() throws Exception {
    for (Phone phone : call(streams())) {
      phone.hangUp(HangUp.HALF);
      assertThat(phone.listen()).startsWith("HTTP/1.1 200").endsWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void aTwinWhoWaitsForTheFirstEndsHisWaitToo() throws Exception {
    caller.put("/v1/queues/narrow", "{\"maxsize\": 1}");
    caller.post("/v1/queues/narrow/put", "1");
    String put = "POST /v1/queues/narrow/put\n2";
    Phone first = Phone.callMarked(port, "twin", put);
    until(() -> peers.waiting() == 1);
    Phone twin = Phone.callMarked(port, "twin", put);
    until(() -> peers.waiting() == 2);

    twin.hangUp(HangUp.FIN);
    until(() -> peers.waiting() == 1);
    first.hangUp(HangUp.FIN);
    until(() -> peers.waiting() == 0);

    caller.post("/v1/queues/narrow/get");
    assertThat(caller.get("/v1/queues/narrow").json().path("qsize").asInt()).isZero();
  }
}
