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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Callers who hang up while they wait, over bare connections. */
@TestPropertySource(properties = "forkyard.queue.max-item-size=16MB")
class HangUpTest extends ServiceTest {

  private static final int MANY = 100;
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final Caller caller;
  private final int port;
  private final String queue = "hung-up-" + QUEUES.incrementAndGet();
  @Autowired private Peers peers;
  @Autowired private Queues queues;

  HangUpTest(@LocalServerPort int port) throws Exception {
    this.port = port;
    caller = new Caller(port);
    assertThat(caller.put("/v1/queues/" + queue, "{}").status()).isEqualTo(201);
  }

  private QueueStatus status() {
    return queues.find(queue).orElseThrow();
  }

  /** What is seen by asking again and again; after so long it will not come. */
  private static void until(BooleanSupplier reached) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the end of the patience").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private List<Phone> callMany(String... requests) throws Exception {
    List<Phone> phones = new ArrayList<>();
    for (int n = 0; n < MANY; n++) {
      phones.add(Phone.call(port, requests[n % requests.length]));
    }
    until(() -> peers.waiting() == MANY);
    return phones;
  }

  private String waitingJob() throws Exception {
    String job = "{\"target\": \"a.B\", \"delay\": 3600}";
    return caller.post("/v1/jobs", job).json().path("id").asString();
  }

  private static void hangUp(List<Phone> phones, HangUp how) throws Exception {
    for (Phone phone : phones) {
      phone.hangUp(how);
    }
  }

  private void assertNextGets(String item) throws Exception {
    assertThat(caller.post("/v1/queues/" + queue + "/get?timeout=30").text()).isEqualTo(item);
    assertThat(status().qsize()).isZero();
  }

  @ParameterizedTest
  @EnumSource(HangUp.class)
  void noItemPutRightAfterwardsIsTakenByThoseWhoHungUp(HangUp how) throws Exception {
    List<Phone> phones = callMany("POST /v1/queues/" + queue + "/get");
    until(() -> status().getters() == MANY);
    hangUp(phones, how);

    assertThat(caller.post("/v1/queues/" + queue + "/put", "1").status()).isEqualTo(201);

    assertNextGets("1");
  }

  @ParameterizedTest
  @EnumSource(HangUp.class)
  void everyKindOfWaitEndsThoughNothingHappens(HangUp how) throws Exception {
    String full = queue + "-full";
    caller.put("/v1/queues/" + full, "{\"maxsize\": 1}");
    caller.post("/v1/queues/" + full + "/put", "1");
    String job = waitingJob();
    List<Phone> phones =
        callMany(
            "POST /v1/queues/" + queue + "/get",
            "POST /v1/queues/" + full + "/put\n2",
            "POST /v1/queues/" + full + "/join?wait=60",
            "GET /v1/jobs/" + job + "?wait=60",
            "GET /v1/jobs/" + job + "/output?follow=true");

    hangUp(phones, how);

    until(() -> peers.waiting() == 0);
    assertThat(status().getters()).isZero();
    assertThat(queues.find(full).orElseThrow().qsize()).isEqualTo(1);
    caller.post("/v1/queues/" + full + "/get");
    assertThat(queues.find(full).orElseThrow().qsize()).isZero();
    caller.post("/v1/jobs/" + job + "/kill");
  }

  @Test
  void oneWhoStillListensIsToldThatNothingWasTaken() throws Exception {
    try (Phone phone = Phone.call(port, "POST /v1/queues/" + queue + "/get")) {
      until(() -> status().getters() == 1);
      phone.hangUp(HangUp.HALF);
      assertThat(phone.listen()).startsWith("HTTP/1.1 408").contains("/problems/hung-up");
    }
  }

  @Test
  void aPutThatNeedNotWaitIsDoneThoughItsCallerSendsNoMore() throws Exception {
    try (Phone phone = Phone.call(port, "POST /v1/queues/" + queue + "/put\n1")) {
      phone.hangUp(HangUp.HALF);
      assertThat(phone.listen()).startsWith("HTTP/1.1 201");
    }
    assertNextGets("1");
  }

  @Test
  void aCallerWhoHasSentItsNextRequestIsStillThere() throws Exception {
    String get = "POST /v1/queues/" + queue + "/get";
    try (Phone phone = Phone.call(port, get, "GET /v1/queues/" + queue)) {
      until(() -> status().getters() == 1);
      caller.post("/v1/queues/" + queue + "/put", "\"first\"");
      assertThat(phone.listenFor("\"first\"")).startsWith("HTTP/1.1 200");
      assertThat(phone.listenFor("\"qsize\":0")).contains("HTTP/1.1 200");
    }
  }

  /** Longer than the period in which callers are asked for; the time itself is the real one. */
  @Test
  void aCallerWhoStaysIsNotDisturbedAndNeverAnsweredEarly() throws Exception {
    long start = System.nanoTime();
    Answer answer = caller.post("/v1/queues/" + queue + "/get?timeout=2.5");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_500_000_000L);
    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  void anUnreadBodyDoesNotHideThatItsCallerIsGone() throws Exception {
    String job = waitingJob();
    Phone phone = Phone.call(port, "GET /v1/jobs/" + job + "?wait=60\n{\"not\": \"read\"}");
    until(() -> peers.waiting() == 1);
    phone.hangUp(HangUp.FIN);
    until(() -> peers.waiting() == 0);
    caller.post("/v1/jobs/" + job + "/kill");
  }

  @Test
  void anItemIsBackAtTheHeadWhenItsAnswerFails() throws Exception {
    String large = "\"" + "x".repeat(15_000_000) + "\"";
    caller.post("/v1/queues/" + queue + "/put", large);
    Phone phone = Phone.callNarrow(port, "POST /v1/queues/" + queue + "/get");
    until(() -> status().qsize() == 0);
    caller.post("/v1/queues/" + queue + "/put", "2");
    phone.hangUp(HangUp.RST);
    until(() -> status().qsize() == 2);
    assertThat(caller.post("/v1/queues/" + queue + "/get").text()).isEqualTo(large);
    assertNextGets("2");
  }

  /**
   * After each put somebody hangs up. He still listens, so that what he got can be counted: every
   * item is got exactly once or still there.
   */
  @Test
  void everyItemIsGotOnceOrStillThereWhileCallersHangUpAtRandom() throws Exception {
    Random random = new Random(7);
    AtomicReferenceArray<Phone> phones = new AtomicReferenceArray<>(10);
    Set<String> put = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
    AtomicInteger done = new AtomicInteger();
    List<CompletableFuture<Void>> consumers = new ArrayList<>();
    for (int n = 0; n < phones.length(); n++) {
      int slot = n;
      consumers.add(
          async(() -> {
            while (done.get() == 0) {
              consume(phones, slot, got);
            }
          }));
    }
    for (int n = 0; n < 600; n++) {
      String item = "\"item-" + n + "\"";
      assertThat(caller.post("/v1/queues/" + queue + "/put", item).status()).isEqualTo(201);
      put.add(item);
      Phone unlucky = phones.get(random.nextInt(phones.length()));
      if (unlucky != null) {
        try {
          unlucky.hangUp(HangUp.HALF);
        } catch (IOException hasHungUpAlready) {
          continue;
        }
      }
    }
    done.set(1);
    for (int n = 0; n < phones.length(); n++) {
      caller.post("/v1/queues/" + queue + "/put", "\"last\"");
    }
    for (CompletableFuture<Void> consumer : consumers) {
      consumer.get();
    }
    String rest = caller.post("/v1/queues/" + queue + "/get-batch?max=1000&block=false").text();
    got.removeIf("\"last\""::equals);
    for (String item : rest.substring(1, rest.length() - 1).split(",")) {
      if (!item.isEmpty() && !item.equals("\"last\"")) {
        got.add(item);
      }
    }
    assertThat(got).containsExactlyInAnyOrderElementsOf(put);
  }

  private void consume(
      AtomicReferenceArray<Phone> phones, int slot, ConcurrentLinkedQueue<String> got)
      throws Exception {
    String request = "POST /v1/queues/" + queue + "/get?timeout=30";
    try (Phone phone = Phone.call(port, request)) {
      phones.set(slot, phone);
      phone.item().ifPresent(got::add);
    } finally {
      phones.set(slot, null);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> async(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }
}
