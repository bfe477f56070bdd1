package io.forkyard.lock;

import static io.forkyard.lock.TestLocks.LONG;
import static io.forkyard.lock.TestLocks.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.line.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of CPython's {@code Event}, on a real database. */
class EventsTest {

  private TestLocks test;

  @BeforeEach
  void open() {
    test = new TestLocks();
    test.events.open("e");
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  private Awaited await(Duration limit) {
    return test.events.await("e", limit, () -> true);
  }

  /** CPython, {@code test_event}: false when the time runs out, true once set, until cleared. */
  @Test
  void aWaitTellsWhetherItWasSetInTime() {
    assertThat(test.event("e").set()).isFalse();
    assertThat(await(Duration.ZERO)).isEqualTo(new Awaited.Late());
    assertThat(await(Duration.ofMillis(30))).isEqualTo(new Awaited.Late());
    assertThat(test.events.set("e")).isTrue();
    assertThat(test.event("e").set()).isTrue();
    assertThat(await(Duration.ZERO)).isEqualTo(new Awaited.Happened());
    assertThat(await(LONG)).isEqualTo(new Awaited.Happened());
    assertThat(test.events.clear("e")).isTrue();
    assertThat(await(Duration.ZERO)).isEqualTo(new Awaited.Late());
  }

  /** CPython, {@code threading.Event}: set wakes all who wait at that moment. */
  @Test
  void setEndsAllWaitsAlsoWhenItIsClearedAtOnce() throws Exception {
    List<CompletableFuture<Awaited>> waiters = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      waiters.add(test.eventWaiter("e"));
    }
    test.events.set("e");
    test.events.clear("e");
    for (CompletableFuture<Awaited> waiter : waiters) {
      assertThat(soon(waiter)).isEqualTo(new Awaited.Happened());
    }
    assertThat(await(Duration.ZERO)).isEqualTo(new Awaited.Late());
  }

  @Test
  void deletingAndStoppingTellTheWaiters() throws Exception {
    CompletableFuture<Awaited> waiter = test.eventWaiter("e");
    test.events.delete("e");
    assertThat(soon(waiter)).isEqualTo(new Awaited.Refused(Refusal.UNKNOWN));
    assertThat(await(LONG)).isEqualTo(new Awaited.Refused(Refusal.UNKNOWN));
    assertThat(test.events.set("e")).isFalse();
    assertThat(test.events.clear("e")).isFalse();
    test.events.open("e");
    waiter = test.eventWaiter("e");
    test.signal.close();
    assertThat(soon(waiter)).isEqualTo(new Awaited.Refused(Refusal.STOPPING));
  }

  @Test
  void whatIsSetStaysSetOverARestart() {
    test.events.set("e");
    test.restart();
    assertThat(await(Duration.ZERO)).isEqualTo(new Awaited.Happened());
    for (int n = 0; n < 4; n++) {
      assertThat(test.events.open("e" + n)).isInstanceOf(Opening.Created.class);
    }
    assertThat(test.events.open("more")).isEqualTo(new Opening.TooMany<>(5));
    assertThat(test.events.open("e")).isInstanceOf(Opening.Present.class);
  }
}
