package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.Change;
import io.forkyard.storage.ChangeLog;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Changes;
import io.forkyard.storage.Database;
import io.forkyard.web.Caller.Answer;
import io.forkyard.web.EventReader.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.util.ReflectionTestUtils;

/** Those who follow what changes. */
@TestPropertySource(
    properties = {
      "forkyard.changes.max-readers=20",
      "forkyard.changes.silence=1s",
      "forkyard.changes.kept=1000",
      "server.tomcat.connection-timeout=10s"
    })
@DirtiesContext
class ChangesHttpTest extends ServiceTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String HELLO =
      "{\"target\": \"io.forkyard.examples.Hello\", \"name\": \"greeting\", \"pool\": \"%s\"}";

  /** A few hundred of them fill what the network holds. */
  private static final String LONG_NAME = "long-".repeat(1_000);

  private final int port;
  private final Caller caller;
  private final String pool = "p-" + UUID.randomUUID();

  @Autowired private Database database;
  @Autowired private Changes changes;
  @Autowired private ChangeSignal signal;
  @Autowired private ChangeController controller;

  ChangesHttpTest(@LocalServerPort int port) {
    this.port = port;
    this.caller = new Caller(port);
  }

  private Answer putPool() throws Exception {
    return caller.put("/v1/pools/" + pool, "{\"size\": 1, \"spares\": 0}");
  }

  private String runJob() throws Exception {
    Answer job = caller.post("/v1/jobs?wait=60", HELLO.formatted(pool));
    assertThat(job.json().path("state").asString()).isEqualTo("SUCCEEDED");
    return job.json().path("id").asString();
  }

  @Test
  void aJobIsSeenInEachOfItsStatesInOrder() throws Exception {
    try (EventReader reader = new EventReader(port)) {
      putPool();
      String job = runJob();

      for (String state : List.of("PENDING", "RUNNING", "SUCCEEDED")) {
        Event event = reader.of(job);
        assertThat(event.name()).isEqualTo("job");
        assertThat(event.json().propertyNames())
            .containsExactly("kind", "id", "name", "state", "pool", "target", "at");
        assertThat(event.field("kind")).isEqualTo("job");
        assertThat(event.field("state")).isEqualTo(state);
        assertThat(event.field("pool")).isEqualTo(pool);
        assertThat(event.field("name")).isEqualTo("greeting");
        assertThat(event.field("target")).isEqualTo("io.forkyard.examples.Hello");
        assertThat(Instant.parse(event.field("at"))).isBeforeOrEqualTo(Instant.now());
      }
    }
  }

  @Test
  void aJobThatIsStoppedIsSeenStopping() throws Exception {
    try (EventReader reader = new EventReader(port)) {
      putPool();
      String sleep =
          """
          {"target": "Sleep::now", "pool": "%s",
           "source": "class Sleep { static void now() throws Exception { new java.util.concurrent.CountDownLatch(1).await(); } }"}
          """;
      String job = caller.post("/v1/jobs", sleep.formatted(pool)).json().path("id").asString();
      assertThat(reader.of(job).field("state")).isEqualTo("PENDING");
      assertThat(reader.of(job).field("state")).isEqualTo("RUNNING");
      caller.post("/v1/jobs/" + job + "/terminate");
      assertThat(reader.of(job).field("state")).isEqualTo("STOPPING");
      assertThat(reader.of(job).field("state")).isEqualTo("CANCELLED");
    }
  }

  @Test
  void aPoolIsSeenComingAndGoingAndNotWhenOnlyItsSettingsChange() throws Exception {
    try (EventReader reader = new EventReader(port)) {
      putPool();
      putPool();
      caller.delete("/v1/pools/" + pool);

      Event created = reader.of(pool);
      assertThat(created.name()).isEqualTo("pool");
      assertThat(created.field("state")).isEqualTo("RUNNING");
      assertThat(created.json().path("id").isNull()).isTrue();
      assertThat(reader.of(pool).field("state")).isEqualTo("DELETED");
    }
  }

  @Test
  void aWorkerIsSeenFromItsStartToItsEnd() throws Exception {
    try (EventReader reader = new EventReader(port)) {
      caller.put("/v1/pools/" + pool, "{\"size\": 1, \"spares\": 0, \"maxTasksPerChild\": null}");
      caller.post(
          "/v1/jobs?wait=60",
          "{\"target\": \"io.forkyard.fixture.Counter::raise\", \"pool\": \"" + pool + "\"}");
      caller.delete("/v1/pools/" + pool);

      String worker = pool + "-worker-1";
      for (String state : List.of("STARTING", "RUNNING", "STOPPING", "ENDED")) {
        Event event = reader.of(worker);
        assertThat(event.name()).isEqualTo("process");
        assertThat(event.field("state")).isEqualTo(state);
        assertThat(event.field("pool")).isEqualTo(pool);
      }
    }
  }

  @Test
  void aReaderWhoComesBackMissesNothingAndMeetsNothingTwice() throws Exception {
    long start = changes.last();
    putPool();
    runJob();
    caller.delete("/v1/pools/" + pool);
    List<Long> ids = new ArrayList<>();
    long last = start;
    while (last < changes.last()) {
      try (EventReader reader = new EventReader(port, "Last-Event-ID: " + last)) {
        assertThat(reader.next().id()).isEqualTo(last);
        last = reader.next(event -> !event.data().isEmpty()).id();
        ids.add(last);
      }
    }
    assertThat(ids).hasSizeGreaterThan(4);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(ids.get(i)).isEqualTo(start + 1 + i);
    }
  }

  @Test
  void twoReadersSeeTheSame() throws Exception {
    try (EventReader one = new EventReader(port);
        EventReader other = new EventReader(port)) {
      putPool();
      assertThat(one.of(pool)).isEqualTo(other.of(pool));
    }
  }

  @Test
  void aReaderWhoHasSeenNothingKnowsWhereToComeBack() throws Exception {
    try (EventReader reader = new EventReader(port)) {
      assertThat(reader.status()).contains("200");
      Event first = reader.next();
      assertThat(first.id()).isNotNull();
      assertThat(first.data()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "-1", "1.5", "999999999", "99999999999999999999"})
  void anIdThatNobodyWasGivenIsRefused(String id) throws Exception {
    Answer answer = caller.get("/v1/changes", "Last-Event-ID", id);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("field").asString()).isEqualTo("Last-Event-ID");
  }

  @Test
  void aCommentComesInSilence() throws Exception {
    try (EventReader reader = new EventReader(port)) {
      assertThat(reader.next(event -> event.id() == null).comment()).isEqualTo("still here");
    }
  }

  @Test
  void aQuestionForTheHeadersIsAnsweredAtOnce() throws Exception {
    Answer answer = caller.send("HEAD", "/v1/changes", null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(caller.get("/v1/changes", "Accept", "text/html").status()).isEqualTo(406);
    assertThat(caller.get("/v1/changes?since=1").status()).isEqualTo(400);
  }

  @Test
  void readersAreBoundedInNumber() throws Exception {
    awaitReaders(0);
    List<EventReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        readers.add(new EventReader(port));
      }
      Answer answer = caller.get("/v1/changes");
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("Retry-After")).isNotEmpty();
      assertThat(answer.json().path("type").asString()).isEqualTo("/problems/too-many-readers");
    } finally {
      for (EventReader reader : readers) {
        reader.close();
      }
    }
    awaitReaders(0);
    try (EventReader next = new EventReader(port)) {
      assertThat(next.status()).contains("200");
    }
  }

  @Test
  void aReaderWhoComesBackTooLateIsToldWhatIsGone() throws Exception {
    long first = changes.last();
    append(2_000, "late");
    prune();
    try (EventReader reader = new EventReader(port, "Last-Event-ID: " + first)) {
      reader.next();
      Event gap = reader.next();
      assertThat(gap.name()).isEqualTo("gap");
      assertThat(gap.json().path("from").asLong()).isEqualTo(first + 1);
      assertThat(gap.json().path("to").asLong()).isEqualTo(gap.id());
      assertThat(reader.next().id()).isEqualTo(gap.id() + 1);
    }
  }

  @Test
  void aReaderWhoFallsBehindWhatIsKeptIsCutOffWithAComment() throws Exception {
    awaitReaders(0);
    try (EventReader reader = new EventReader(port)) {
      reader.next();
      append(3_000, LONG_NAME);
      prune();
      Event event = reader.next();
      Event last = event;
      for (; event != null; event = reader.next()) {
        last = event;
      }
      assertThat(last.comment()).startsWith("too slow");
      awaitReaders(0);
    }
  }

  @Test
  void aReaderWhoReadsNothingIsCutOff() throws Exception {
    awaitReaders(0);
    try (EventReader reader = new EventReader(port)) {
      append(3_000, LONG_NAME);
      awaitReaders(0);
      assertThat(reader.status()).contains("200");
    }
  }

  private void awaitReaders(int wanted) {
    int seen =
        signal.await("readers", LONG, Duration.ofMillis(20), controller::readers, n -> n == wanted);
    assertThat(seen).isEqualTo(wanted);
  }

  private void append(int count, String subject) throws IOException {
    for (int i = 0; i < count; i++) {
      database.writeSoon(sql ->
          ChangeLog.append(
              sql, Instant.EPOCH, Change.Kind.MAP, subject, "RUNNING", "default", null));
    }
    database.probe();
  }

  private void prune() {
    ReflectionTestUtils.invokeMethod(changes, "prune");
  }
}
