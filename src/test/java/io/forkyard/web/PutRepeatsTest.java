package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.queue.QueueStatus;
import io.forkyard.queue.Queues;
import io.forkyard.web.Caller.Answer;
import io.forkyard.web.Phone.HangUp;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A put that is sent again, because its answer got lost, puts once. */
class PutRepeatsTest extends ServiceTest {

  private final Caller caller;
  private final int port;

  /** Each test has a queue and keys of its own, as all share one service. */
  private final String key = UUID.randomUUID().toString();

  private final String queue = "/v1/queues/repeated-" + key;
  @Autowired private Queues queues;

  PutRepeatsTest(@LocalServerPort int port) throws Exception {
    this.port = port;
    caller = new Caller(port);
    assertThat(caller.put(queue, "{\"maxsize\": 3}").status()).isEqualTo(201);
  }

  private Answer put(String call, String body) throws Exception {
    return caller.send(
        "POST", queue + call, body, "Content-Type", "application/json", "Idempotency-Key", key);
  }

  private QueueStatus status() {
    return queues.find("repeated-" + key).orElseThrow();
  }

  private static void assertFirst(Answer first) {
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
  }

  private static void assertRepeated(Answer again, Answer first) {
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.text()).isEqualTo(first.text());
  }

  @Test
  void aPutThatIsSentAgainPutsOnceAndTellsTheSameId() throws Exception {
    Answer first = put("/put", "{\"order\": 7}");
    assertFirst(first);

    assertRepeated(put("/put", "{\"order\": 7}"), first);

    assertThat(status().qsize()).isEqualTo(1);
    assertThat(status().unfinished()).isEqualTo(1);
    Answer got = caller.post(queue + "/get");
    assertThat(got.header("Message-Id")).isEqualTo(first.json().path("id").asString());
    assertRepeated(put("/put", "{\"order\": 7}"), first);
    assertThat(status().qsize()).isZero();
  }

  @Test
  void aBatchThatIsSentAgainPutsOnceAndTellsTheSameIds() throws Exception {
    Answer first = put("/put-batch", "[1, 2, 3]");
    assertFirst(first);
    assertThat(first.json().path("ids").valueStream().distinct()).hasSize(3);

    assertRepeated(put("/put-batch", "[1, 2, 3]"), first);

    assertThat(caller.post(queue + "/get-batch").text()).isEqualTo("[1,2,3]");
  }

  @Test
  void twentyTwinsAtOncePutOnce() throws Exception {
    Callable<Answer> send = () -> put("/put", "1");
    List<Answer> answers;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> sent = callers.invokeAll(Stream.generate(() -> send).limit(20).toList());
      answers = sent.stream().map(Future::resultNow).toList();
    }

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::text).containsOnly(answers.getFirst().text());
    assertThat(status().qsize()).isEqualTo(1);
  }

  @Test
  void anotherBodyIsRefused() throws Exception {
    assertFirst(put("/put", "1"));
    assertThat(put("/put", "2").status()).isEqualTo(422);
    assertThat(status().qsize()).isEqualTo(1);
  }

  @Test
  void aPutThatFoundNoRoomMayBeSentAgain() throws Exception {
    caller.post(queue + "/put-batch", "[1, 2, 3]");
    Answer full = put("/put?block=false", "4");
    assertThat(full.json().path("exception").asString()).isEqualTo("queue.Full");
    caller.post(queue + "/get");

    assertFirst(put("/put?block=false", "4"));
    assertThat(status().qsize()).isEqualTo(3);
  }

  @Test
  void aPutWhoseCallerHungUpWhileItWaitedMayBeSentAgain() throws Exception {
    caller.post(queue + "/put-batch", "[1, 2, 3]");
    try (Phone phone = Phone.callMarked(port, key, "POST " + queue + "/put\n4")) {
      phone.hangUp(HangUp.HALF);
      assertThat(phone.listen()).startsWith("HTTP/1.1 408");
    }
    caller.post(queue + "/get");

    assertFirst(put("/put", "4"));
    assertThat(status().qsize()).isEqualTo(3);
  }

  /** Whether it was put before the caller had gone or not: it is there once after the repeat. */
  @Test
  void aPutWhoseAnswerNobodyReadIsThereOnceAfterItIsSentAgain() throws Exception {
    for (HangUp how : HangUp.values()) {
      try (Phone phone = Phone.callMarked(port, key + how, "POST " + queue + "/put\n1")) {
        phone.hangUp(how);
      }
      Answer again =
          caller.send(
              "POST",
              queue + "/put",
              "1",
              "Content-Type",
              "application/json",
              "Idempotency-Key",
              key + how);
      assertThat(again.status()).isEqualTo(201);
    }
    assertThat(status().qsize()).isEqualTo(HangUp.values().length);
  }

  @Test
  void aRepeatIsAnsweredAlsoWhenItsQueueIsGoneAndPutsNothing() throws Exception {
    Answer first = put("/put", "1");
    caller.delete(queue);
    assertRepeated(put("/put", "1"), first);
    caller.put(queue, "{}");

    assertRepeated(put("/put", "1"), first);
    assertThat(status().qsize()).isZero();
  }
}
