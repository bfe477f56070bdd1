package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The one run of waits over HTTP against the real clock. */
class RealTimesTest extends ServiceTest {

  private static final int TIMES = 10;

  private final Caller caller;

  RealTimesTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  /** A call that waits in vain, and the status that says so. */
  private record Vain(String path, String body, int status) {}

  /** How late they are is only told. */
  @Test
  void noWaitEndsBeforeItsTime() throws Exception {
    caller.put("/v1/queues/empty", "{}");
    caller.put("/v1/queues/full", "{\"maxsize\": 1}");
    caller.post("/v1/queues/full/put", "1");
    caller.put("/v1/locks/held", "{}");
    caller.post("/v1/locks/held/acquire");
    caller.put("/v1/semaphores/none", "{\"value\": 0}");
    caller.put("/v1/events/never", "{}");
    List<Vain> calls =
        List.of(
            new Vain("/v1/queues/empty/get?timeout=", null, 204),
            new Vain("/v1/queues/empty/get?lease=5&timeout=", null, 204),
            new Vain("/v1/queues/empty/get-batch?timeout=", null, 200),
            new Vain("/v1/queues/full/put?timeout=", "2", 409),
            new Vain("/v1/queues/full/put-batch?timeout=", "[2]", 409),
            new Vain("/v1/queues/full/join?wait=", null, 200),
            new Vain("/v1/locks/held/acquire?timeout=", null, 409),
            new Vain("/v1/semaphores/none/acquire?timeout=", null, 409),
            new Vain("/v1/events/never/wait?timeout=", null, 200));
    List<Long> late = new ArrayList<>();
    for (int n = 0; n < TIMES; n++) {
      for (Vain call : calls) {
        late.add(late(call, 1_700_001 + n * 10_000_000L));
      }
    }
    List<Long> warm = late.subList(late.size() / 2, late.size()).stream().sorted().toList();
    System.out.printf(
        "Waits over HTTP end late by %d µs (p50), %d µs (most)%n",
        warm.get(warm.size() / 2) / 1000, warm.getLast() / 1000);
    assertThat(late).hasSize(TIMES * calls.size()).allMatch(it -> it >= 0);
  }

  private long late(Vain call, long nanos) throws Exception {
    String path = call.path() + "0.%09d".formatted(nanos);
    long start = System.nanoTime();
    int status =
        (call.body() == null ? caller.post(path) : caller.post(path, call.body())).status();
    long late = System.nanoTime() - start - nanos;
    assertThat(status).as(path).isEqualTo(call.status());
    return late;
  }
}
