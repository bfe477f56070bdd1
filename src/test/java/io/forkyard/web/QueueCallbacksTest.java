package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkyard.job.Callback;
import io.forkyard.job.Job;
import io.forkyard.job.Jobs;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import io.forkyard.web.Caller.Answer;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** {@code apply_async(callback=q.put, error_callback=q.put)}: a queue gets what has ended. */
@TestPropertySource(
    properties = {"forkyard.callbacks.backoff=50ms", "forkyard.queue.max-item-size=100B"})
class QueueCallbacksTest extends ServiceTest {

  private static final String PRIMES =
      "\"target\": \"io.forkyard.examples.Primes::count\", \"args\": [1, 100, 1]";

  private static final String LEAVE =
      "UPDATE callback SET outcome = 'PENDING', delivered_at = NULL, next_try = ended_at"
          + " WHERE subject = :id";

  private final Caller caller;
  private final String name = "done-" + UUID.randomUUID();
  private final String queue = "/v1/queues/" + name;
  @Autowired private Jobs jobs;
  @Autowired private ChangeSignal signal;
  @Autowired private Database database;

  QueueCallbacksTest(@LocalServerPort int port) throws Exception {
    caller = new Caller(port);
    caller.put(queue, "{\"maxsize\": 1}");
  }

  private Answer send(String path, String work) throws Exception {
    return caller.post(path, "{%s, \"callback\": {\"queue\": \"%s\"}}".formatted(work, name));
  }

  private UUID submit(String work) throws Exception {
    Answer answer = send("/v1/jobs", work);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return UUID.fromString(answer.json().path("id").asString());
  }

  private Callback await(UUID id, Predicate<Callback> enough) {
    Callback callback =
        signal.await(
            Jobs.topic(id),
            Duration.ofSeconds(60),
            () -> jobs.find(id).map(Job::callback).orElseThrow(),
            enough);
    assertThat(callback).matches(enough);
    return callback;
  }

  private Callback settled(UUID id) {
    return await(id, callback -> callback.state() != Callback.State.PENDING);
  }

  private JsonNode next() throws Exception {
    Answer got = caller.post(queue + "/get?timeout=60");
    assertThat(got.status()).as(got.text()).isEqualTo(200);
    return got.json();
  }

  private void assertEmpty() throws Exception {
    assertThat(caller.get(queue).json().path("qsize").asInt()).isZero();
  }

  private String cancelled() throws Exception {
    return submit(PRIMES + ", \"delay\": 3600").toString();
  }

  private void terminate(String id) throws Exception {
    assertThat(caller.post("/v1/jobs/" + id + "/terminate").status()).isEqualTo(200);
  }

  /** As when a node is gone that has ended a job: nobody says that a delivery is due. */
  @Test
  void aDeliveryThatAnotherNodeHasLeftIsMade() throws Exception {
    assumeTrue(signal.shared(), "the embedded database has one service");
    UUID id = submit(PRIMES);
    next();
    settled(id);

    int left = database.write(sql -> sql.sql(LEAVE).param("id", id.toString()).update());

    assertThat(left).isOne();
    assertThat(next().path("id").asString()).isEqualTo(id.toString());
    settled(id);
  }

  /** The golden rule of CPython's documentation: the callback is called once, with the result. */
  @Test
  void aJobThatHasEndedIsPutOnceAsItIsShown() throws Exception {
    UUID id = submit(PRIMES);

    JsonNode item = next();

    assertThat(item.path("id").asString()).isEqualTo(id.toString());
    assertThat(item.path("result").asInt()).isEqualTo(25);
    assertThat(settled(id).state()).isEqualTo(Callback.State.DELIVERED);
    JsonNode shown = caller.get("/v1/jobs/" + id).json();
    assertThat(item.propertyNames()).containsExactlyElementsOf(shown.propertyNames());
    JsonNode callback = shown.path("callback");
    assertThat(callback.propertyNames())
        .containsExactly("queue", "state", "attempts", "nextAttempt", "lastError", "deliveredAt");
    assertThat(callback.path("queue").asString()).isEqualTo(name);
    assertThat(callback.path("attempts").asInt()).isEqualTo(1);
    assertEmpty();
  }

  /** The golden rule of CPython's documentation: the error callback is called with the failure. */
  @Test
  void aJobThatFailedAndOneThatNeverRanArePutToo() throws Exception {
    submit("\"target\": \"io.forkyard.fixture.Endings::exception\"");
    assertThat(next().at("/failure/message").asString()).isEqualTo("the effect");

    terminate(cancelled());

    assertThat(next().path("state").asString()).isEqualTo("CANCELLED");
  }

  /** CPython, Pool.map_async: "The callback is called when the result becomes ready". */
  @Test
  void aMapIsPutWithItsResultsAndItsFailures() throws Exception {
    Answer map =
        send("/v1/maps", "\"target\": \"io.forkyard.fixture.Mapped::invert\", \"items\": [5, 0]");
    assertThat(map.status()).as(map.text()).isEqualTo(202);

    JsonNode item = next();

    assertThat(item.path("id")).isEqualTo(map.json().path("id"));
    assertThat(item.at("/results/0").asInt()).isEqualTo(20);
    assertThat(item.at("/failures/0/index").asInt()).isEqualTo(1);
  }

  @Test
  void aFullQueueIsTriedAgain() throws Exception {
    caller.post(queue + "/put", "\"first\"");
    UUID id = submit(PRIMES);
    Callback waiting = await(id, callback -> callback.lastError() != null);
    assertThat(waiting.state()).isEqualTo(Callback.State.PENDING);
    assertThat(waiting.lastError()).isEqualTo("The queue " + name + " is full");
    assertThat(waiting.nextAttempt()).isNotNull();

    assertThat(next().asString()).isEqualTo("first");

    assertThat(next().path("id").asString()).isEqualTo(id.toString());
    assertThat(settled(id).attempts()).isGreaterThan(1);
    assertEmpty();
  }

  @Test
  void oneThatWasDeletedMeanwhileIsGivenUpAndSaysSo() throws Exception {
    String id = cancelled();
    caller.delete(queue);
    terminate(id);

    Callback callback = settled(UUID.fromString(id));
    assertThat(callback.state()).isEqualTo(Callback.State.FAILED);
    assertThat(callback.lastError()).isEqualTo("The queue " + name + " was deleted");
    assertThat(callback.attempts()).isEqualTo(1);
  }

  @Test
  void oneThatWasClosedMeanwhileIsGivenUpAndSaysSo() throws Exception {
    String id = cancelled();
    caller.post(queue + "/close");
    terminate(id);

    assertThat(settled(UUID.fromString(id)).lastError())
        .isEqualTo("The queue " + name + " is closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/jobs", "/v1/maps"})
  void oneThatTakesNothingIsRefusedAtOnce(String path) throws Exception {
    String valid = path.equals("/v1/maps") ? PRIMES.replace("args", "items") : PRIMES;
    caller.post(queue + "/close");
    assertRefused(send(path, valid), "is closed");

    caller.delete(queue);

    assertRefused(send(path, valid), "There is no queue " + name);
  }

  private static void assertRefused(Answer answer, String why) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo("callback.queue");
    assertThat(answer.json().path("detail").asString()).contains(why);
  }

  @Test
  void anAnswerWithACallbackCanBeSentAgain() throws Exception {
    UUID id = submit(PRIMES);
    next();
    settled(id);

    Answer again = caller.post("/v1/jobs?wait=60", caller.get("/v1/jobs/" + id).text());

    assertThat(again.status()).as(again.text()).isEqualTo(200);
    assertThat(next().path("id")).isEqualTo(again.json().path("id"));
  }

  @Test
  void manyArePutOnceEachWhileOthersTakeThem() throws Exception {
    for (int i = 0; i < 40; i++) {
      terminate(cancelled());
    }
    for (int i = 0; i < 40; i++) {
      assertThat(next().path("state").asString()).isEqualTo("CANCELLED");
    }
    assertThat(caller.get(queue).json().path("unfinished").asInt()).isEqualTo(40);
    assertEmpty();
  }
}
