package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.queue.QueueStatus;
import io.forkyard.queue.Queues;
import io.forkyard.web.Caller.Answer;
import io.forkyard.web.Phone.HangUp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** What was taken or granted is there again when its answer cannot be written. */
class BrokenAnswersTest extends ServiceTest {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final int MANY = 20;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Caller caller;
  private final int port;
  private final String name = "broken-" + NAMES.incrementAndGet();
  private final String queue = "/v1/queues/" + name;
  private final String lock = "/v1/locks/" + name;
  private final String semaphore = "/v1/semaphores/" + name;
  private final AtomicInteger faults = new AtomicInteger();
  @Autowired private BrokenAnswers answers;
  @Autowired private Queues queues;

  @TestConfiguration
  static class Faults {

    @Bean
    BrokenAnswers brokenAnswers() {
      return new BrokenAnswers();
    }
  }

  /** How the write of an answer fails after the last look at the caller. */
  enum Failure {
    /** The caller breaks the connection off at that very moment, so that the web server fails. */
    RST,
    /** The web server says so. */
    THROWN,
    /** Something else goes wrong. */
    FAULT
  }

  BrokenAnswersTest(@LocalServerPort int port) {
    this.port = port;
    caller = new Caller(port);
  }

  private void until(BooleanSupplier reached) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the end of the patience").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private QueueStatus status() {
    return queues.find(name).orElseThrow();
  }

  /** Sends this, and returns when its answer has failed. */
  private void fail(Failure how, String request) throws Exception {
    String id = name + "-" + faults.incrementAndGet();
    try (Phone phone = Phone.callWith(port, BrokenAnswers.HEADER + ": " + id + "\r\n")) {
      CompletableFuture<Void> over = answers.on(id, () -> happen(how, phone));
      phone.say(request);
      over.get(1, TimeUnit.MINUTES);
      if (how == Failure.FAULT) {
        assertThat(phone.listenFor("\r\n")).startsWith("HTTP/1.1 500");
      }
    }
  }

  private static void happen(Failure how, Phone phone) throws IOException {
    switch (how) {
      case RST -> phone.hangUp(HangUp.RST);
      case THROWN -> throw new IOException("for a test");
      case FAULT -> throw new OutOfMemoryError("for a test");
    }
  }

  private void fill() throws Exception {
    caller.put(queue, "{}");
    caller.post(queue + "/put-batch", "[1, 2, 3]");
  }

  private void assertWhole() throws Exception {
    assertThat(status().qsize()).isEqualTo(3);
    assertThat(status().lent()).isZero();
    assertThat(status().unfinished()).isEqualTo(3);
    assertThat(caller.post(queue + "/get-batch").text()).isEqualTo("[1,2,3]");
    assertThat(status().bytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void itemsOfManyAreAllBackInTheirOrder(Failure how) throws Exception {
    fill();
    for (int n = 0; n < MANY; n++) {
      fail(how, "POST " + queue + "/get");
      assertThat(status().qsize()).isEqualTo(3);
      fail(how, "POST " + queue + "/get-batch?max=2");
      assertThat(status().qsize()).isEqualTo(3);
    }
    assertWhole();
  }

  /** It was never delivered: it does not become a dead letter by that. */
  @ParameterizedTest
  @EnumSource
  void anItemThatWasToBeLentWasNot(Failure how) throws Exception {
    fill();
    for (int n = 0; n < MANY; n++) {
      fail(how, "POST " + queue + "/get?lease=3600");
      assertThat(status().qsize()).isEqualTo(3);
    }
    assertThat(status().dead()).isZero();
    assertWhole();
  }

  /** The head is the next waiter's, who came while the answer was on its way. */
  @ParameterizedTest
  @EnumSource
  void theNextWaiterGetsIt(Failure how) throws Exception {
    caller.put(queue, "{}");
    List<Phone> next = new ArrayList<>();
    String id = name + "-next";
    Phone first = Phone.callWith(port, BrokenAnswers.HEADER + ": " + id + "\r\n");
    answers.on(
        id,
        () -> {
          next.add(Phone.call(port, "POST " + queue + "/get"));
          until(() -> status().getters() == 1);
          happen(how, first);
        });
    first.say("POST " + queue + "/get");
    until(() -> status().getters() == 1);
    caller.post(queue + "/put", "\"head\"");
    until(() -> !next.isEmpty());
    assertThat(next.getFirst().listenFor("\"head\"")).startsWith("HTTP/1.1 200");
    assertThat(status().qsize()).isZero();
    next.getFirst().close();
    first.close();
  }

  @ParameterizedTest
  @EnumSource
  void aLockIsFreeForTheNext(Failure how) throws Exception {
    caller.put(lock, "{}");
    for (int n = 0; n < MANY; n++) {
      fail(how, "POST " + lock + "/acquire?lease=3600");
      Answer next = caller.post(lock + "/acquire?timeout=30");
      assertThat(next.status()).as(next.text()).isEqualTo(200);
      assertThat(next.json().path("fence").asInt()).isEqualTo(2 * n + 2);
      caller.post(lock + "/release", token(next));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLockThatWasToBeReenteredIsHeldAsOftenAsBefore(Failure how) throws Exception {
    caller.put(lock, "{\"reentrant\": true}");
    String token = token(caller.post(lock + "/acquire?lease=3600"));
    fail(how, "POST " + lock + "/acquire\n" + token);
    assertThat(caller.post(lock + "/acquire?block=false").status()).isEqualTo(409);
    assertThat(caller.post(lock + "/release", token).status()).isEqualTo(204);
    assertThat(caller.post(lock + "/acquire?timeout=30").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void aPermitIsThereForTheNext(Failure how) throws Exception {
    caller.put(semaphore, "{\"value\": 2, \"bounded\": true}");
    for (int n = 0; n < MANY; n++) {
      fail(how, "POST " + semaphore + "/acquire");
      fail(how, "POST " + semaphore + "/acquire");
      assertThat(caller.post(semaphore + "/acquire?timeout=30").status()).isEqualTo(200);
      assertThat(caller.post(semaphore + "/acquire?timeout=30").status()).isEqualTo(200);
      caller.post(semaphore + "/release");
      caller.post(semaphore + "/release");
    }
    assertThat(caller.get(semaphore).json().path("value").asInt()).isEqualTo(2);
  }

  /** While its answer failed somebody else has released it, so it is not given back twice. */
  @Test
  void aPermitThatWasReleasedMeanwhileDoesNotComeBackTwice() throws Exception {
    caller.put(semaphore, "{\"value\": 1}");
    String id = name + "-permit";
    Phone phone = Phone.callWith(port, BrokenAnswers.HEADER + ": " + id + "\r\n");
    CompletableFuture<Void> over =
        answers.on(
            id,
            () -> {
              try {
                caller.post(semaphore + "/release");
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              throw new IOException("for a test");
            });
    phone.say("POST " + semaphore + "/acquire");
    over.get(1, TimeUnit.MINUTES);
    assertThat(caller.get(semaphore).json().path("value").asInt()).isEqualTo(1);
    phone.close();
  }

  private static String token(Answer grant) {
    return "{\"token\": \"" + grant.json().path("token").asString() + "\"}";
  }
}
