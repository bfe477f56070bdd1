package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * CPython's own tests of these things, by their names and in their order, as a port of them to HTTP
 * would ask: {@code Lib/test/test_queue.py} and {@code Lib/test/_test_multiprocessing.py}.
 */
class PythonRulesTest extends ServiceTest {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final int QUEUE_SIZE = 5;

  private final Caller caller;
  private final String name = "python-" + NAMES.incrementAndGet();
  private final String queue = "/v1/queues/" + name;
  private final String lock = "/v1/locks/" + name;
  private final String semaphore = "/v1/semaphores/" + name;
  private final String event = "/v1/events/" + name;

  PythonRulesTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  private void assertRaises(String exception, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
    assertThat(answer.json().path("exception").asString("")).isEqualTo(exception);
  }

  private void put(Object item) throws Exception {
    assertThat(caller.post(queue + "/put", String.valueOf(item)).status()).isEqualTo(201);
  }

  private void assertEmpty(String how) throws Exception {
    assertThat(caller.post(queue + "/get" + how).status()).isEqualTo(204);
  }

  private void assertFull(String how) throws Exception {
    assertRaises("queue.Full", caller.post(queue + "/put" + how, "\"full\""));
  }

  private void assertSize(int size, boolean full) throws Exception {
    Answer seen = caller.get(queue);
    assertThat(seen.json().path("qsize").asInt()).isEqualTo(size);
    assertThat(seen.json().path("empty").asBoolean()).isEqualTo(size == 0);
    assertThat(seen.json().path("full").asBoolean()).isEqualTo(full);
  }

  private CompletableFuture<Answer> async(String path, String body) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(body == null ? caller.post(path) : caller.post(path, body));
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private void untilWaiting(String path, String field, int count) throws Exception {
    while (caller.get(path).json().path(field).asInt() < count) {
      Thread.onSpinWait();
    }
  }

  /** {@code BaseQueueTestMixin.basic_queue_test}: twice on the same queue. */
  @Test
  void basicQueueTest() throws Exception {
    caller.put(queue, "{\"maxsize\": " + QUEUE_SIZE + "}");
    for (int run = 0; run < 2; run++) {
      assertSize(0, false);
      put(111);
      put(333);
      put(222);
      for (int item : new int[] {111, 333, 222}) {
        assertThat(caller.post(queue + "/get").text()).isEqualTo(String.valueOf(item));
      }
      for (int n = 0; n < QUEUE_SIZE - 1; n++) {
        put(n);
        assertSize(n + 1, false);
      }
      put("\"last\"");
      assertSize(QUEUE_SIZE, true);
      assertFull("?block=false");
      assertFull("?timeout=0.01");
      CompletableFuture<Answer> blocked = async(queue + "/put", "\"full\"");
      untilWaiting(queue, "putters", 1);
      caller.post(queue + "/get");
      assertThat(blocked.get().status()).isEqualTo(201);
      CompletableFuture<Answer> inTime = async(queue + "/put?timeout=30", "\"full\"");
      untilWaiting(queue, "putters", 1);
      caller.post(queue + "/get");
      assertThat(inTime.get().status()).isEqualTo(201);
      for (int n = 0; n < QUEUE_SIZE; n++) {
        assertThat(caller.post(queue + "/get").status()).isEqualTo(200);
      }
      assertSize(0, false);
      assertEmpty("?block=false");
      assertEmpty("?timeout=0.01");
      CompletableFuture<Answer> empty = async(queue + "/get", null);
      untilWaiting(queue, "getters", 1);
      put("\"empty\"");
      assertThat(empty.get().text()).isEqualTo("\"empty\"");
    }
  }

  /** {@code test_queue_task_done}, {@code queue_join_test}: the sum of what two workers took. */
  @Test
  void queueTaskDoneAndJoin() throws Exception {
    caller.put(queue, "{}");
    assertRaises("ValueError", caller.post(queue + "/task-done"));
    for (int run = 0; run < 2; run++) {
      AtomicInteger sum = new AtomicInteger();
      List<Thread> workers = new ArrayList<>();
      for (int n = 0; n < 2; n++) {
        workers.add(Thread.ofVirtual().start(() -> work(sum)));
      }
      for (int n = 0; n < 100; n++) {
        put(n);
      }
      assertThat(caller.post(queue + "/join?wait=60").json().path("unfinished").asInt()).isZero();
      assertThat(sum).hasValue(99 * 100 / 2);
      put(-1);
      put(-1);
      assertThat(caller.post(queue + "/join?wait=60").json().path("unfinished").asInt()).isZero();
      for (Thread worker : workers) {
        worker.join();
      }
    }
    assertRaises("ValueError", caller.post(queue + "/task-done"));
  }

  private void work(AtomicInteger sum) {
    try {
      int item = 0;
      while (item >= 0) {
        item = caller.post(queue + "/get").json().asInt();
        sum.addAndGet(Math.max(0, item));
        caller.post(queue + "/task-done");
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code test_simple_queue}, {@code test_negative_timeout…}: multiprocessing takes it for 0. */
  @Test
  void negativeTimeoutDoesNotRaise() throws Exception {
    caller.put(queue, "{\"maxsize\": -1}");
    assertEmpty("?timeout=-1");
    assertEmpty("?block=false&timeout=-1");
    for (int n = 0; n < 100; n++) {
      assertThat(caller.post(queue + "/put?timeout=-1", "1").status()).isEqualTo(201);
    }
    assertSize(100, false);
  }

  /** {@code _TestQueue.test_closed_queue_put_get_exceptions}. */
  @Test
  void closedQueuePutGetExceptions() throws Exception {
    caller.put(queue, "{}");
    caller.post(queue + "/close");
    assertRaises("ValueError", caller.post(queue + "/put", "\"foo\""));
    assertRaises("ValueError", caller.post(queue + "/get"));
  }

  /** {@code _TestLock.test_lock}, {@code test_lock_context}. */
  @Test
  void lock() throws Exception {
    caller.put(lock, "{}");
    for (int run = 0; run < 2; run++) {
      Answer held = caller.post(lock + "/acquire");
      assertRaises("", caller.post(lock + "/acquire?block=false"));
      assertThat(caller.post(lock + "/release", token(held)).status()).isEqualTo(204);
      assertRaises("ValueError", caller.post(lock + "/release", token(held)));
    }
  }

  /** {@code _TestLock.test_rlock}. */
  @Test
  void rlock() throws Exception {
    caller.put(lock, "{\"reentrant\": true}");
    Answer held = caller.post(lock + "/acquire");
    for (int n = 0; n < 2; n++) {
      assertThat(caller.post(lock + "/acquire", token(held)).status()).isEqualTo(200);
    }
    for (int n = 0; n < 3; n++) {
      assertThat(caller.post(lock + "/release", token(held)).status()).isEqualTo(204);
    }
    assertRaises("AssertionError", caller.post(lock + "/release", token(held)));
  }

  private static String token(Answer grant) {
    assertThat(grant.status()).as(grant.text()).isEqualTo(200);
    return "{\"token\": \"" + grant.json().path("token").asString() + "\"}";
  }

  private void assertValue(int value) throws Exception {
    assertThat(caller.get(semaphore).json().path("value").asInt()).isEqualTo(value);
  }

  private void semaphoreTest(String settings) throws Exception {
    caller.put(semaphore, settings);
    assertValue(2);
    assertThat(caller.post(semaphore + "/acquire").json().path("value").asInt()).isEqualTo(1);
    assertThat(caller.post(semaphore + "/acquire").json().path("value").asInt()).isZero();
    assertRaises("", caller.post(semaphore + "/acquire?block=false"));
    assertValue(0);
    for (int value = 1; value <= 2; value++) {
      assertThat(caller.post(semaphore + "/release").status()).isEqualTo(204);
      assertValue(value);
    }
  }

  /** {@code _TestSemaphore.test_semaphore}: it may be released over its first value. */
  @Test
  void semaphore() throws Exception {
    semaphoreTest("{\"value\": 2}");
    for (int value = 3; value <= 4; value++) {
      assertThat(caller.post(semaphore + "/release").status()).isEqualTo(204);
      assertValue(value);
    }
  }

  /** {@code _TestSemaphore.test_bounded_semaphore}. */
  @Test
  void boundedSemaphore() throws Exception {
    semaphoreTest("{\"value\": 2, \"bounded\": true}");
    assertRaises("ValueError", caller.post(semaphore + "/release"));
    assertValue(2);
  }

  /** {@code _TestSemaphore.test_timeout}: false in each of these ways. */
  @Test
  void semaphoreTimeout() throws Exception {
    caller.put(semaphore, "{\"value\": 0}");
    for (String how :
        List.of("?block=false", "?block=false&timeout=10", "?timeout=0.01", "?timeout=-1")) {
      assertRaises("", caller.post(semaphore + "/acquire" + how));
    }
  }

  /** {@code _TestEvent.test_event}. */
  @Test
  void event() throws Exception {
    caller.put(event, "{}");
    assertThat(caller.get(event).json().path("set").asBoolean()).isFalse();
    assertThat(caller.post(event + "/wait?timeout=0.0").text()).isEqualTo("{\"set\":false}");
    assertThat(caller.post(event + "/wait?timeout=0.01").text()).isEqualTo("{\"set\":false}");
    caller.post(event + "/set");
    assertThat(caller.get(event).json().path("set").asBoolean()).isTrue();
    assertThat(caller.post(event + "/wait").text()).isEqualTo("{\"set\":true}");
    assertThat(caller.post(event + "/wait?timeout=10").text()).isEqualTo("{\"set\":true}");
    caller.post(event + "/clear");
    assertThat(caller.get(event).json().path("set").asBoolean()).isFalse();
    CompletableFuture<Answer> waiter = async(event + "/wait", null);
    untilWaiting(event, "waiters", 1);
    caller.post(event + "/set");
    assertThat(waiter.get().text()).isEqualTo("{\"set\":true}");
  }
}
