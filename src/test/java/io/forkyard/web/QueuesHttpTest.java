package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.queue.Queues;
import io.forkyard.web.Caller.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Queues as a caller meets them. */
@TestPropertySource(
    properties = {"forkyard.queue.max-item-size=64KB", "forkyard.queue.max-batch=2000"})
class QueuesHttpTest extends ServiceTest {

  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final Caller caller;
  private final String path = "/v1/queues/q-" + QUEUES.incrementAndGet();
  @Autowired private Queues queues;

  QueuesHttpTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  private void open(String settings) throws Exception {
    assertThat(caller.put(path, settings).status()).isEqualTo(201);
  }

  private Answer put(String item) throws Exception {
    return caller.post(path + "/put?block=false", item);
  }

  private Answer get() throws Exception {
    return caller.post(path + "/get?block=false");
  }

  private static void assertProblem(Answer answer, int status, String type, String exception) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/" + type);
    assertThat(answer.json().path("exception").asString("")).isEqualTo(exception);
  }

  private static void assertNames(Answer answer, String field) {
    assertProblem(answer, 400, "invalid-request", "ValueError");
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  @Test
  void aQueueIsCreatedOnceAndNeverReset() throws Exception {
    Answer created = caller.put(path, "{\"maxsize\": 5}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(path);
    put("1");
    Answer again = caller.put(path, created.text());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("qsize").asInt()).isEqualTo(1);
    assertProblem(caller.put(path, "{\"maxsize\": 6}"), 409, "conflict", "ValueError");
    assertProblem(caller.put(path, "{}"), 409, "conflict", "ValueError");
    assertThat(caller.delete(path).status()).isEqualTo(204);
    assertThat(caller.delete(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"maxsize\": 0}", "{\"maxsize\": -3}", "{\"maxsize\": null}"})
  void noneZeroOrANegativeNumberIsNoBound(String settings) throws Exception {
    open(settings);
    assertThat(caller.get(path).json().path("maxsize").asInt()).isZero();
    assertThat(caller.send("PUT", path, null).status()).isEqualTo(200);
  }

  @Test
  void countsAreExactAndHaveTheirNames() throws Exception {
    open("{\"maxsize\": 2}");
    assertThat(caller.get(path).text())
        .isEqualTo(
            """
            {"name":"%s","maxsize":2,"qsize":0,"empty":true,"full":false,"unfinished":0,\
            "closed":false,"getters":0,"putters":0}\
            """
                .formatted(path.substring("/v1/queues/".length())));
    put("1");
    put("2");
    JsonNode full = caller.get(path).json();
    assertThat(full.path("full").asBoolean()).isTrue();
    assertThat(full.path("unfinished").asInt()).isEqualTo(2);
    assertThat(caller.get("/v1/queues?limit=1000").json().at("/items").findValuesAsString("name"))
        .contains(full.path("name").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"\"",
        "123456789012345678901234567890.12345678901234567890e-7",
        "{\"z\":1,\"a\":{\"y\":[1.0,1.00,-0.0]},\"m\":null}",
        "\"gr\u00fc\u00df\u4e16\u754c\ud83d\ude00\"",
        "\"\\ud800 \\u0000 \\/\"",
        "[ 1 , 2 ]"
      })
  void anItemComesOutExactlyAsItCame(String item) throws Exception {
    open("{}");
    Answer put = put("  " + item + " \n");
    assertThat(put.status()).as(put.text()).isEqualTo(201);
    Answer got = get();
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text()).isEqualTo(item);
    assertThat(got.header("Content-Type")).isEqualTo("application/json");
    assertThat(got.header("Cache-Control")).isEqualTo("no-store");
    assertThat(got.header("Message-Id")).isEqualTo(put.json().path("id").asString());
    caller.post(path + "/put-batch", "[ " + item + "\t,\n" + item + " ]");
    assertThat(caller.post(path + "/get-batch").text()).isEqualTo("[" + item + "," + item + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "1 2", "{\"a\":1,\"a\":2}", "NaN", "'a'", "[1,]", "\"\\x\"", "\ufeff1"})
  void whatIsNotOneJsonValueIsRefused(String body) throws Exception {
    open("{}");
    for (String call : List.of("/put", "/put-batch")) {
      Answer answer = caller.post(path + call, body);
      assertThat(answer.status()).as(call + " " + answer.text()).isEqualTo(400);
      assertThat(answer.text()).doesNotContain("jackson", "io.forkyard");
    }
    assertThat(caller.post(path + "/put-batch", "[" + body + "]").status()).isEqualTo(400);
    assertThat(caller.get(path).json().path("qsize").asInt()).isZero();
  }

  @Test
  void aPutNeedsABody() throws Exception {
    open("{}");
    assertThat(caller.post(path + "/put").status()).isEqualTo(400);
    assertThat(caller.post(path + "/put-batch").status()).isEqualTo(400);
    assertThat(caller.post(path + "/put-batch", "{}").status()).isEqualTo(400);
    assertThat(caller.post(path + "/put-batch", "[]").json().path("ids")).isEmpty();
    assertThat(caller.send("POST", path + "/put", "1", "Content-Type", "text/plain").status())
        .isEqualTo(415);
  }

  @Test
  void anItemOrABatchThatIsTooLargeIsRefused() throws Exception {
    open("{\"maxsize\": 3}");
    String large = "\"" + "x".repeat(65_535) + "\"";
    assertProblem(put(large), 413, "too-large", "");
    assertProblem(caller.post(path + "/put-batch", "[1," + large + "]"), 413, "too-large", "");
    assertThat(put("\"" + "x".repeat(65_534) + "\"").status()).isEqualTo(201);
    assertNames(caller.post(path + "/put-batch?timeout=5", "[1,2,3,4]"), "The body");
    assertNames(caller.post(path + "/put-batch", "[1" + ",1".repeat(2000) + "]"), "The body");
    assertThat(caller.get(path).json().path("qsize").asInt()).isEqualTo(1);
  }

  @Test
  void aFullQueueSaysSoAndAnEmptyOneHasNothing() throws Exception {
    open("{\"maxsize\": 1}");
    assertThat(get().status()).isEqualTo(204);
    assertThat(get().text()).isEmpty();
    assertThat(caller.post(path + "/get-batch?block=false").text()).isEqualTo("[]");
    assertThat(put("1").status()).isEqualTo(201);
    Answer full = put("2");
    assertProblem(full, 409, "queue-full", "queue.Full");
    assertThat(full.header("Retry-After")).isEqualTo("1");
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
        "timeout=-0",
        "timeout=-999999999999999999",
        "timeout=0.0000000001",
        "timeout=0.0004",
        "timeout=000.00",
        "block=true&timeout=0.0",
        "timeout=0.05"
      })
  void runningOutOfTimeChangesNothing(String wait) throws Exception {
    open("{\"maxsize\": 1}");
    assertThat(caller.post(path + "/get?" + wait).status()).isEqualTo(204);
    put("1");
    assertProblem(caller.post(path + "/put?" + wait, "2"), 409, "queue-full", "queue.Full");
    assertThat(get().text()).isEqualTo("1");
    assertThat(get().status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get?timeout=60.1 | timeout",
        "get?timeout=x | timeout",
        "get?timeout=NaN | timeout",
        "get?timeout= | timeout",
        "get?timeout=Infinity | timeout",
        "get?timeout=1e3 | timeout",
        "get?timeout=1e18 | timeout",
        "get?timeout=999999999999999999 | timeout",
        "get?timeout=1000000000000000000 | timeout",
        "get?timeout=%2B1 | timeout",
        "get?timeout=+1 | timeout",
        "get?timeout=0x1p3 | timeout",
        "get?timeout=.5 | timeout",
        "get?timeout=5. | timeout",
        "get?timeout=1f | timeout",
        "get?timeout=1,5 | timeout",
        "get?timeout=%D9%A1 | timeout",
        "get?timeout=--1 | timeout",
        "get?timeout=1&timeout=1 | timeout",
        "get?block=false&timeout=x | timeout",
        "get?block=False | block",
        "get?block=TRUE | block",
        "get?block=0 | block",
        "get?block= | block",
        "get?block=true&block=true | block",
        "get?block=1 | block",
        "get?blocking=true | blocking",
        "get?lease=0 | lease",
        "get?lease=-1 | lease",
        "get?lease=43201 | lease",
        "get-batch?max=0 | max",
        "get-batch?max=1001 | max",
        "get-batch?lease=1 | lease",
        "join?wait=-1 | wait",
        "ack?token=x | token",
      })
  void parametersAreChecked(String call, String field) throws Exception {
    open("{}");
    assertNames(caller.post(path + "/" + call), field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'maxsize': 1.5} | maxsize",
        "{'maxsize': '5'} | maxsize",
        "{'maxsize': 1000001} | maxsize",
        "{'maxsize': true} | maxsize",
        "{'maxDeliveries': 0} | maxDeliveries",
        "{'maxDeliveries': 1001} | maxDeliveries",
        "{'maxDeliveries': null} | maxDeliveries",
        "{'size': 1} | size"
      })
  void queuesAreChecked(String body, String field) throws Exception {
    assertNames(caller.put(path, body.replace('\'', '"')), field);
    assertThat(caller.get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "-a", "%C3%A4", "_"})
  void namesAreChecked(String name) throws Exception {
    assertNames(caller.put("/v1/queues/" + name, "{}"), "queue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get",
        "get-batch",
        "task-done",
        "join",
        "clear",
        "close",
        "dead-letters/requeue",
        "dead-letters/clear"
      })
  void anUnknownQueueIsA404(String call) throws Exception {
    assertProblem(caller.post(path + "/" + call), 404, "not-found", "KeyError");
  }

  @Test
  void anUnknownQueueTakesNothingAndShowsNothing() throws Exception {
    assertProblem(caller.post(path + "/put", "1"), 404, "not-found", "KeyError");
    assertProblem(caller.post(path + "/put-batch", "[1]"), 404, "not-found", "KeyError");
    for (String call : List.of("/ack", "/nack", "/extend")) {
      assertProblem(caller.post(path + call, "{\"token\": \"x\"}"), 404, "not-found", "KeyError");
    }
    assertProblem(caller.get(path + "/items"), 404, "not-found", "KeyError");
    assertProblem(caller.get(path + "/dead-letters"), 404, "not-found", "KeyError");
  }

  @Test
  void aBlockedGetIsServedByTheNextPutAndABlockedPutByTheNextGet() throws Exception {
    open("{\"maxsize\": 1}");
    CompletableFuture<Answer> getter = async(path + "/get", null);
    while (caller.get(path).json().path("getters").asInt() == 0) {
      Thread.onSpinWait();
    }
    put("1");
    assertThat(getter.get().text()).isEqualTo("1");
    put("2");
    CompletableFuture<Answer> putter = async(path + "/put", "3");
    while (caller.get(path).json().path("putters").asInt() == 0) {
      Thread.onSpinWait();
    }
    assertThat(get().text()).isEqualTo("2");
    assertThat(putter.get().status()).isEqualTo(201);
    assertThat(get().text()).isEqualTo("3");
  }

  private CompletableFuture<Answer> async(String call, String body) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(body == null ? caller.post(call) : caller.post(call, body));
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  @Test
  void aClosedQueueTellsItsWaitersAndShowsItsItems() throws Exception {
    open("{}");
    CompletableFuture<Answer> getter = async(path + "/get", null);
    while (caller.get(path).json().path("getters").asInt() == 0) {
      Thread.onSpinWait();
    }
    Answer closed = caller.post(path + "/close");
    assertThat(closed.json().path("closed").asBoolean()).isTrue();
    assertProblem(getter.get(), 409, "queue-closed", "ValueError");
    assertProblem(put("1"), 409, "queue-closed", "ValueError");
    assertProblem(get(), 409, "queue-closed", "ValueError");
    assertThat(caller.put(path, "{}").json().path("closed").asBoolean()).isTrue();
  }

  @Test
  void aDeletedQueueTellsItsWaiters() throws Exception {
    open("{}");
    CompletableFuture<Answer> getter = async(path + "/get", null);
    while (caller.get(path).json().path("getters").asInt() == 0) {
      Thread.onSpinWait();
    }
    assertThat(caller.delete(path).status()).isEqualTo(204);
    assertProblem(getter.get(), 404, "not-found", "KeyError");
  }

  @Test
  void joinAnswersWhenAllIsDone() throws Exception {
    open("{}");
    put("1");
    assertThat(caller.post(path + "/join?wait=0").json().path("unfinished").asInt()).isEqualTo(1);
    CompletableFuture<Answer> joined = async(path + "/join?wait=60", null);
    get();
    assertThat(caller.post(path + "/task-done").status()).isEqualTo(204);
    assertThat(joined.get().json().path("unfinished").asInt()).isZero();
    assertProblem(caller.post(path + "/task-done"), 409, "task-done-excess", "ValueError");
  }

  @Test
  void itemsAreShownByPagesAndCleared() throws Exception {
    open("{}");
    caller.post(path + "/put-batch", "[1, {\"b\": 1, \"a\": 2}, 3.10]");
    Answer page = caller.get(path + "/items?limit=2");
    assertThat(page.text()).startsWith("{\"items\":[1,{\"b\": 1, \"a\": 2}],\"next\":\"");
    String next = page.json().path("next").asString();
    assertThat(caller.get(path + "/items?cursor=" + next).text()).isEqualTo("{\"items\":[3.10]}");
    assertNames(caller.get(path + "/dead-letters?cursor=" + next), "cursor");
    assertThat(caller.post(path + "/clear").json().path("unfinished").asInt()).isZero();
    assertThat(caller.get(path + "/items").text()).isEqualTo("{\"items\":[]}");
  }

  @Test
  void aLentItemIsAcknowledgedSentBackOrExtendedByItsToken() throws Exception {
    open("{\"maxDeliveries\": 2}");
    Answer put = put("{\"n\": 1}");
    Answer lent = caller.post(path + "/get?lease=30");
    String token = "{\"token\": \"" + lent.header("Lease-Token") + "\"}";
    assertThat(lent.header("Message-Id")).isEqualTo(put.json().path("id").asString());
    assertThat(caller.post(path + "/extend", token).status()).isEqualTo(204);
    assertThat(caller.post(path + "/nack", token).status()).isEqualTo(204);
    assertProblem(caller.post(path + "/ack", token), 409, "not-lent", "ValueError");

    Answer again = caller.post(path + "/get?lease=30");
    assertThat(again.text()).isEqualTo("{\"n\": 1}");
    assertThat(again.header("Message-Id")).isEqualTo(lent.header("Message-Id"));
    caller.post(path + "/nack", "{\"token\": \"" + again.header("Lease-Token") + "\"}");
    assertThat(caller.get(path + "/dead-letters").text()).isEqualTo("{\"items\":[{\"n\": 1}]}");
    assertThat(caller.post(path + "/dead-letters/requeue").text()).isEqualTo("{\"requeued\":1}");
    assertThat(get().text()).isEqualTo("{\"n\": 1}");
    assertThat(get().header("Lease-Token")).isEmpty();
    assertThat(caller.post(path + "/dead-letters/clear").status()).isEqualTo(204);
    assertNames(caller.post(path + "/ack", "{}"), "token");
    assertNames(caller.post(path + "/ack", "{\"token\": 1}"), "token");
  }

  @Test
  void methodsAndFormsThatDoNotExistAreRefused() throws Exception {
    open("{}");
    assertThat(caller.get(path + "/put").status()).isEqualTo(405);
    assertThat(caller.get(path, "Accept", "text/html").status()).isEqualTo(406);
    put("1");
    assertThat(caller.send("POST", path + "/get", null, "Accept", "text/html").status())
        .isEqualTo(406);
    assertThat(get().text()).isEqualTo("1");
  }
}
