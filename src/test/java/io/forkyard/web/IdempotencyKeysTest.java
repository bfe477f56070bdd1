package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A request that is sent again does its work once. */
class IdempotencyKeysTest extends ServiceTest {

  private static final String HELLO =
      "{\"target\": \"io.forkyard.examples.Hello\", \"name\": \"%s\"}";

  private static final String SLEEP =
      """
      {"target": "Sleep::now",
       "source": "class Sleep { static void now() throws Exception { new java.util.concurrent.CountDownLatch(1).await(); } }"}
      """;

  private final Caller caller;

  /** Each test has keys of its own, as all share one service. */
  private final String key = UUID.randomUUID().toString();

  IdempotencyKeysTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  private Answer post(String path, String body) throws Exception {
    return caller.send(
        "POST", path, body, "Content-Type", "application/json", "Idempotency-Key", key);
  }

  private static String id(Answer answer) {
    return answer.json().path("id").asString();
  }

  private static void assertRepeated(Answer again, Answer first) {
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(id(again)).isEqualTo(id(first));
  }

  @Test
  void sameKeyAndBodyGiveTheFirstStatusAndLocationWithThePresentBody() throws Exception {
    Answer first = post("/v1/jobs", SLEEP);
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    caller.post(first.header("Location") + "/kill");
    caller.get(first.header("Location") + "?wait=60");

    Answer again = post("/v1/jobs", SLEEP);

    assertRepeated(again, first);
    assertThat(again.json().path("state").asString()).isEqualTo("CANCELLED");
  }

  @Test
  void aJobThatEndedInTheTimeOfItsWaitIsA200AgainToo() throws Exception {
    Answer first = post("/v1/jobs?wait=60", HELLO.formatted("once"));
    assertThat(first.status()).isEqualTo(200);

    Answer again = post("/v1/jobs?wait=60", HELLO.formatted("once"));

    assertRepeated(again, first);
    assertThat(again.text()).isEqualTo(first.text());
  }

  @Test
  void anotherBodyIsRefused() throws Exception {
    post("/v1/jobs", HELLO.formatted("one"));
    Answer other = post("/v1/jobs", HELLO.formatted("two"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("type").asString()).isEqualTo("/problems/idempotency-key-reused");
    assertThat(other.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void aKeyHoldsForOneQueryAndAnotherKeyIsAnotherRequest() throws Exception {
    Answer first = post("/v1/jobs", HELLO.formatted("a"));
    assertThat(id(post("/v1/jobs?wait=0.001", HELLO.formatted("b")))).isNotEqualTo(id(first));
    Answer unmarked = caller.post("/v1/jobs", HELLO.formatted("a"));
    assertThat(id(unmarked)).isNotEqualTo(id(first));
    assertThat(unmarked.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void twentyTwinsAtOnceMakeOneJob() throws Exception {
    String twin = HELLO.formatted("twin-" + key);
    Callable<Answer> send = () -> post("/v1/jobs?wait=60", twin);
    List<Answer> answers;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> sent = callers.invokeAll(Stream.generate(() -> send).limit(20).toList());
      answers = sent.stream().map(Future::resultNow).toList();
    }

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.json().path("state").asString()).isEqualTo("SUCCEEDED");
        });
    assertThat(answers).extracting(IdempotencyKeysTest::id).containsOnly(id(answers.getFirst()));
    assertThat(answers)
        .extracting(answer -> answer.header("Idempotency-Replayed"))
        .containsOnlyOnce("");
    assertThat(caller.get("/v1/jobs?name=twin-" + key).json().path("items")).hasSize(1);
  }

  @Test
  void aRequestThatWasRefusedMayBeSentAgain() throws Exception {
    String pool = "late-" + key;
    String job = "{\"target\": \"io.forkyard.examples.Hello\", \"pool\": \"" + pool + "\"}";
    assertThat(post("/v1/jobs", job).status()).isEqualTo(404);
    assertThat(post("/v1/jobs", "{\"target\": 1}").status()).isEqualTo(400);
    caller.put("/v1/pools/" + pool, "{\"size\": 1, \"spares\": 0}");

    Answer first = post("/v1/jobs", job);

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertRepeated(post("/v1/jobs", job), first);
  }

  @Test
  void aRepeatIsAnsweredAlsoWhenItsPoolIsGone() throws Exception {
    String pool = "gone-" + key;
    String job = "{\"target\": \"io.forkyard.examples.Hello\", \"pool\": \"" + pool + "\"}";
    caller.put("/v1/pools/" + pool, "{\"size\": 1, \"spares\": 0}");
    Answer first = post("/v1/jobs?wait=60", job);
    assertThat(caller.delete("/v1/pools/" + pool).status()).isEqualTo(204);

    assertRepeated(post("/v1/jobs?wait=60", job), first);
  }

  @Test
  void aRepeatWhoseJobIsForgottenIsNotFoundAndMakesNoOther() throws Exception {
    Answer first = post("/v1/jobs?wait=60", HELLO.formatted("forgotten-" + key));
    assertThat(caller.delete(first.header("Location")).status()).isEqualTo(204);

    Answer again = post("/v1/jobs?wait=60", HELLO.formatted("forgotten-" + key));

    assertThat(again.status()).isEqualTo(404);
    assertThat(caller.get("/v1/jobs?name=forgotten-" + key).json().path("items")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a, b", "x256"})
  void aKeyIsOneToTwoHundredAndFiftyFiveVisibleCharacters(String wrong) throws Exception {
    String sent = wrong.equals("x256") ? "x".repeat(256) : wrong;
    Answer answer =
        caller.send(
            "POST",
            "/v1/jobs",
            HELLO.formatted("x"),
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            sent);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo("Idempotency-Key");
  }

  @Test
  void aKeyOfTheLargestSizeIsTakenAndTwoAreNot() throws Exception {
    String body = HELLO.formatted("x");
    String[] json = {"Content-Type", "application/json"};
    assertThat(
            caller
                .send(
                    "POST", "/v1/jobs", body, json[0], json[1], "Idempotency-Key", "y".repeat(255))
                .status())
        .isEqualTo(202);
    Answer two =
        caller.send(
            "POST",
            "/v1/jobs",
            body,
            json[0],
            json[1],
            "Idempotency-Key",
            "a",
            "Idempotency-Key",
            "b");
    assertThat(two.status()).isEqualTo(400);
  }
}
