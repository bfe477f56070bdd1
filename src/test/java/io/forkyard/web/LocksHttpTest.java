package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import io.forkyard.web.Phone.HangUp;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Locks, semaphores and events as a caller meets them. */
@TestPropertySource(
    properties = {
      "forkyard.lock.max-locks=60",
      "forkyard.lock.max-semaphores=60",
      "forkyard.lock.max-events=60",
      "forkyard.lock.max-lease=100s",
      "forkyard.lock.max-waiters-per-lock=3"
    })
class LocksHttpTest extends ServiceTest {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Caller caller;
  private final int port;
  private final String name = "t-" + NAMES.incrementAndGet();
  private final String lock = "/v1/locks/" + name;
  private final String semaphore = "/v1/semaphores/" + name;
  private final String event = "/v1/events/" + name;
  @Autowired private Peers peers;

  LocksHttpTest(@LocalServerPort int port) {
    this.port = port;
    caller = new Caller(port);
  }

  private void open(String path, String settings) throws Exception {
    assertThat(caller.put(path, settings).status()).isEqualTo(201);
  }

  private static String token(JsonNode grant) {
    return "{\"token\": \"" + grant.path("token").asString() + "\"}";
  }

  private static Answer assertProblem(Answer answer, int status, String type, String exception) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/" + type);
    assertThat(answer.json().path("exception").asString("")).isEqualTo(exception);
    return answer;
  }

  private static void assertNames(Answer answer, String field) {
    assertProblem(answer, 400, "invalid-request", "ValueError");
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  private CompletableFuture<Answer> waiter(String path, String call) throws Exception {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    int before = waiters(path);
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(caller.post(path + call));
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    while (waiters(path) == before) {
      Thread.onSpinWait();
    }
    return answer;
  }

  private int waiters(String path) throws Exception {
    return caller.get(path).json().path("waiters").asInt();
  }

  @Test
  void aLockIsCreatedOnceAndNeverReset() throws Exception {
    Answer created = caller.send("PUT", lock, null);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(lock);
    assertThat(created.text())
        .isEqualTo(
            """
            {"name":"%s","reentrant":false,"locked":false,"holder":null,"since":null,\
            "expiresAt":null,"count":0,"fence":%d,"waiters":0}\
            """
                .formatted(name, created.json().path("fence").asLong()));
    caller.post(lock + "/acquire");
    Answer held = caller.get(lock);
    assertThat(held.json().path("locked").asBoolean()).isTrue();
    Answer again = caller.put(lock, held.text());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("count").asInt()).isEqualTo(1);
    assertProblem(caller.put(lock, "{\"reentrant\": true}"), 409, "conflict", "ValueError");
    assertThat(caller.get("/v1/locks?limit=1000").json().at("/items").findValuesAsString("name"))
        .contains(name);
    assertThat(caller.delete(lock).status()).isEqualTo(204);
    assertThat(caller.delete(lock).status()).isEqualTo(404);
  }

  @Test
  void aLockIsHeldUntilItsTokenReleasesIt() throws Exception {
    open(lock, "{}");
    Answer grant = caller.post(lock + "/acquire");
    assertThat(grant.status()).as(grant.text()).isEqualTo(200);
    assertThat(grant.header("Content-Type")).isEqualTo("application/json");
    assertThat(grant.header("Cache-Control")).isEqualTo("no-store");
    assertThat(grant.json().path("holder").asString()).isEqualTo("127.0.0.1");
    assertThat(grant.json().path("expiresAt").asString()).endsWith("Z");
    Answer held = assertProblem(caller.post(lock + "/acquire?timeout=0.05"), 409, "lock-held", "");
    assertThat(held.json().path("holder").asString()).isEqualTo("127.0.0.1");
    assertThat(held.json().path("since").asString()).endsWith("Z");
    assertThat(caller.get(lock).text()).doesNotContain(grant.json().path("token").asString());

    String other = "{\"token\": \"other\"}";
    assertProblem(caller.post(lock + "/release", other), 409, "not-owner", "ValueError");
    assertProblem(caller.post(lock + "/renew", other), 409, "not-owner", "ValueError");
    String token = token(grant.json());
    assertThat(caller.post(lock + "/renew", token).status()).isEqualTo(204);
    assertThat(caller.post(lock + "/release", token).status()).isEqualTo(204);
    assertProblem(caller.post(lock + "/release", token), 409, "lock-not-held", "ValueError");
    assertProblem(caller.post(lock + "/break"), 409, "lock-not-held", "ValueError");

    JsonNode next = caller.post(lock + "/acquire?block=false").json();
    assertThat(next.path("fence").asLong()).isGreaterThan(grant.json().path("fence").asLong());
    assertThat(caller.post(lock + "/break").status()).isEqualTo(204);
    assertProblem(caller.post(lock + "/release", token(next)), 409, "not-owner", "ValueError");
  }

  @Test
  void aReentrantLockIsEnteredByItsTokenAndAssertsWhoReleases() throws Exception {
    open(lock, "{\"reentrant\": true}");
    JsonNode first = caller.post(lock + "/acquire", "{\"token\": null}").json();
    JsonNode second = caller.post(lock + "/acquire?block=false", token(first)).json();
    assertThat(second.path("token")).isEqualTo(first.path("token"));
    assertThat(second.path("fence")).isEqualTo(first.path("fence"));
    String token = token(first);
    String other = "{\"token\": \"other\"}";
    assertProblem(caller.post(lock + "/acquire", other), 409, "not-owner", "AssertionError");
    assertProblem(caller.post(lock + "/acquire?block=false"), 409, "lock-held", "");
    assertThat(caller.post(lock + "/release", token).status()).isEqualTo(204);
    assertThat(caller.get(lock).json().path("locked").asBoolean()).isTrue();
    assertThat(caller.post(lock + "/release", token).status()).isEqualTo(204);
    assertProblem(caller.post(lock + "/release", token), 409, "lock-not-held", "AssertionError");
  }

  /** The one run against the real clock. */
  @Test
  void aLockIsTheNextWaitersWhenALeaseEnds() throws Exception {
    open(lock, "{}");
    JsonNode first = caller.post(lock + "/acquire?lease=1.5").json();
    Answer next = waiter(lock, "/acquire").get();
    assertThat(next.status()).isEqualTo(200);
    assertProblem(caller.post(lock + "/release", token(first)), 409, "not-owner", "ValueError");
  }

  /**
   * CPython: {@code block=False} ignores the time-out; multiprocessing takes a negative one for 0.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "block=false",
        "block=false&timeout=1000000",
        "block=false&timeout=-1",
        "timeout=-0.5",
        "timeout=0",
        "timeout=0.05"
      })
  void runningOutOfTimeChangesNothing(String wait) throws Exception {
    open(lock, "{}");
    JsonNode grant = caller.post(lock + "/acquire").json();
    assertProblem(caller.post(lock + "/acquire?" + wait), 409, "lock-held", "");
    assertThat(caller.get(lock).json().path("fence")).isEqualTo(grant.path("fence"));
    open(semaphore, "{\"value\": 0}");
    assertProblem(caller.post(semaphore + "/acquire?" + wait), 409, "semaphore-exhausted", "");
  }

  @Test
  void aSemaphoreCountsAndItsAnswerCanBeSentBack() throws Exception {
    open(semaphore, "{\"value\": 2}");
    assertThat(caller.post(semaphore + "/acquire").text()).isEqualTo("{\"value\":1}");
    Answer seen = caller.get(semaphore);
    assertThat(seen.text())
        .isEqualTo(
            "{\"name\":\"%s\",\"value\":1,\"bounded\":false,\"initial\":2,\"waiters\":0}"
                .formatted(name));
    assertThat(caller.put(semaphore, seen.text()).status()).isEqualTo(200);
    assertThat(caller.put(semaphore, "{\"value\": 2}").status()).isEqualTo(200);
    assertProblem(caller.put(semaphore, "{\"value\": 1}"), 409, "conflict", "ValueError");
    caller.post(semaphore + "/acquire");
    CompletableFuture<Answer> waiter = waiter(semaphore, "/acquire");
    assertThat(caller.post(semaphore + "/release").status()).isEqualTo(204);
    assertThat(waiter.get().text()).isEqualTo("{\"value\":0}");
    for (int n = 0; n < 3; n++) {
      assertThat(caller.post(semaphore + "/release").status()).isEqualTo(204);
    }
    assertThat(caller.get(semaphore).json().path("value").asInt()).isEqualTo(3);
    assertThat(caller.get("/v1/semaphores").json().path("items")).isNotEmpty();
    assertThat(caller.delete(semaphore).status()).isEqualTo(204);
  }

  @Test
  void aBoundedSemaphoreRefusesOneReleaseTooMany() throws Exception {
    open(semaphore, "{\"bounded\": true}");
    assertProblem(caller.post(semaphore + "/release"), 409, "semaphore-excess", "ValueError");
    assertThat(caller.get(semaphore).json().path("value").asInt()).isEqualTo(1);
  }

  @Test
  void anEventIsSetWaitedForAndCleared() throws Exception {
    open(event, "{}");
    assertThat(caller.post(event + "/wait?timeout=0").text()).isEqualTo("{\"set\":false}");
    CompletableFuture<Answer> waiter = waiter(event, "/wait");
    assertThat(caller.post(event + "/set").text()).isEqualTo("{\"set\":true}");
    assertThat(waiter.get().text()).isEqualTo("{\"set\":true}");
    assertThat(caller.post(event + "/wait").text()).isEqualTo("{\"set\":true}");
    Answer seen = caller.get(event);
    assertThat(seen.text())
        .isEqualTo("{\"name\":\"%s\",\"set\":true,\"waiters\":0}".formatted(name));
    assertThat(caller.put(event, seen.text()).status()).isEqualTo(200);
    assertThat(caller.post(event + "/clear").text()).isEqualTo("{\"set\":false}");
    assertThat(caller.post(event + "/wait?timeout=0.05").text()).isEqualTo("{\"set\":false}");
    assertThat(caller.get("/v1/events").json().path("items")).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(HangUp.class)
  void oneWhoHungUpTakesNothing(HangUp how) throws Exception {
    open(lock, "{}");
    open(semaphore, "{\"value\": 0}");
    open(event, "{}");
    String token = token(caller.post(lock + "/acquire").json());
    List<Phone> phones =
        List.of(
            Phone.call(port, "POST " + lock + "/acquire"),
            Phone.call(port, "POST " + semaphore + "/acquire"),
            Phone.call(port, "POST " + event + "/wait"));
    while (waiters(lock) + waiters(semaphore) + waiters(event) < 3) {
      Thread.onSpinWait();
    }
    for (Phone phone : phones) {
      phone.hangUp(how);
    }
    caller.post(lock + "/release", token);
    caller.post(semaphore + "/release");
    assertThat(caller.post(lock + "/acquire?timeout=30").status()).isEqualTo(200);
    assertThat(caller.post(semaphore + "/acquire?timeout=30").status()).isEqualTo(200);
    while (peers.waiting() > 0) {
      Thread.onSpinWait();
    }
    assertThat(waiters(event)).isZero();
  }

  @Test
  void aDeletedThingTellsItsWaiters() throws Exception {
    open(lock, "{}");
    open(semaphore, "{\"value\": 0}");
    open(event, "{}");
    caller.post(lock + "/acquire");
    List<CompletableFuture<Answer>> waiters =
        List.of(waiter(lock, "/acquire"), waiter(semaphore, "/acquire"), waiter(event, "/wait"));
    for (String path : List.of(lock, semaphore, event)) {
      assertThat(caller.delete(path).status()).isEqualTo(204);
    }
    for (CompletableFuture<Answer> waiter : waiters) {
      assertProblem(waiter.get(), 404, "not-found", "KeyError");
    }
  }

  @Test
  void moreWaitersThanAllowedAreSentAway() throws Exception {
    open(event, "{}");
    for (int n = 0; n < 3; n++) {
      waiter(event, "/wait");
    }
    Answer refused = assertProblem(caller.post(event + "/wait"), 429, "too-many-waiters", "");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    caller.post(event + "/set");
  }

  @ParameterizedTest
  @CsvSource({
    "locks, too-many-locks",
    "semaphores, too-many-semaphores",
    "events, too-many-events"
  })
  void moreThanAllowedAreRefused(String kind, String problem) throws Exception {
    String prefix = "/v1/" + kind + "/" + name + "-";
    int made = 0;
    Answer answer = caller.put(prefix + made, "{}");
    while (answer.status() == 201) {
      answer = caller.put(prefix + ++made, "{}");
    }
    assertThat(made).isBetween(1, 60);
    assertProblem(answer, 429, problem, "");
    for (int n = 0; n < made; n++) {
      caller.delete(prefix + n);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "locks | {'reentrant': 1} | reentrant",
        "locks | {'reentrant': 'true'} | reentrant",
        "locks | {'timeout': 1} | timeout",
        "semaphores | {'value': -1} | value",
        "semaphores | {'value': 1.5} | value",
        "semaphores | {'value': 2147483648} | value",
        "semaphores | {'bounded': 1} | bounded",
        "events | {'value': 1} | value"
      })
  void settingsAreChecked(String kind, String body, String field) throws Exception {
    assertNames(caller.put("/v1/" + kind + "/" + name, body.replace('\'', '"')), field);
    assertThat(caller.get("/v1/" + kind + "/" + name).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "-a", "%C3%A4", "_"})
  void namesAreChecked(String wrong) throws Exception {
    assertNames(caller.put("/v1/locks/" + wrong, "{}"), "lock");
    assertNames(caller.put("/v1/semaphores/" + wrong, "{}"), "semaphore");
    assertNames(caller.put("/v1/events/" + wrong, "{}"), "event");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acquire?timeout=60.1 | timeout",
        "acquire?timeout=x | timeout",
        "acquire?block=1 | block",
        "acquire?blocking=true | blocking",
        "acquire?lease=0 | lease",
        "acquire?lease=-1 | lease",
        "acquire?lease=100.1 | lease",
        "break?token=x | token"
      })
  void parametersAreChecked(String call, String field) throws Exception {
    open(lock, "{}");
    assertNames(caller.post(lock + "/" + call), field);
    assertThat(caller.get(lock).json().path("locked").asBoolean()).isFalse();
  }

  @Test
  void tokensAreChecked() throws Exception {
    open(lock, "{}");
    for (String call : List.of("/release", "/renew")) {
      assertNames(caller.post(lock + call, "{}"), "token");
      assertNames(caller.post(lock + call, "{\"token\": 1}"), "token");
      assertThat(caller.post(lock + call).status()).isEqualTo(400);
    }
    assertNames(caller.post(lock + "/acquire", "{\"tokens\": 1}"), "tokens");
    assertThat(caller.get(lock + "/acquire").status()).isEqualTo(405);
    assertThat(caller.send("POST", lock + "/acquire", null, "Accept", "text/html").status())
        .isEqualTo(406);
    assertThat(caller.get(lock).json().path("locked").asBoolean()).isFalse();
  }

  @Test
  void whatIsNotThereIsA404() throws Exception {
    String token = "{\"token\": \"x\"}";
    for (String call : List.of("/acquire", "/renew", "/release")) {
      assertProblem(caller.post(lock + call, token), 404, "not-found", "KeyError");
    }
    for (String call :
        List.of(
            lock + "/acquire",
            lock + "/break",
            semaphore + "/acquire",
            semaphore + "/release",
            event + "/set",
            event + "/clear",
            event + "/wait")) {
      assertProblem(caller.post(call), 404, "not-found", "KeyError");
    }
    for (String path : List.of(lock, semaphore, event)) {
      assertProblem(caller.get(path), 404, "not-found", "KeyError");
    }
  }
}
