package io.forkyard.lock;

import static io.forkyard.lock.TestLocks.async;
import static io.forkyard.lock.TestLocks.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenTicker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When acquires and waits for events run out of time, by a clock that the test drives. */
class LockTimesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofNanos(1);

  private final DrivenTicker ticker = new DrivenTicker();
  private TestLocks test;

  @BeforeEach
  void open() {
    test = new TestLocks(ticker);
    test.locks.open("l", false);
    test.grant("l");
    test.semaphores.open("s", 0, false);
    test.events.open("e");
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  /** Not a tick before the time is up, and then at once. */
  private <T> T late(Supplier<T> call) throws Exception {
    CompletableFuture<T> outcome = nearlyLate(call);
    assertThat(outcome).isNotDone();
    ticker.pass(TICK);
    return soon(outcome);
  }

  /** One who has a tick left, and knows it. */
  private <T> CompletableFuture<T> nearlyLate(Supplier<T> call) {
    int whole = ticker.waits(TIMEOUT);
    int rest = ticker.waits(TICK);
    CompletableFuture<T> outcome = async(call);
    await(outcome, TIMEOUT, whole);
    ticker.pass(TIMEOUT.minus(TICK));
    await(outcome, TICK, rest);
    return outcome;
  }

  private void await(CompletableFuture<?> outcome, Duration left, int before) {
    while (ticker.waits(left) == before && !outcome.isDone()) {
      Thread.onSpinWait();
    }
  }

  private Acquired lock() {
    return test.locks.acquire("l", TestLocks.CALLER, null, TIMEOUT, () -> true);
  }

  private Permit permit() {
    return test.semaphores.acquire("s", null, TIMEOUT, () -> true);
  }

  private Awaited event() {
    return test.events.await("e", TIMEOUT, () -> true);
  }

  /** CPython, {@code Lock.acquire(timeout=…)}: False after the time-out. */
  @Test
  void aLockIsHeldStillWhenTheTimeIsUp() throws Exception {
    assertThat(late(this::lock)).isInstanceOf(Acquired.Held.class);
  }

  /** CPython, {@code Semaphore.acquire(timeout=…)}: False after the time-out. */
  @Test
  void aSemaphoreIsExhaustedWhenTheTimeIsUp() throws Exception {
    assertThat(late(this::permit)).isEqualTo(new Permit.Exhausted());
  }

  /** CPython, {@code Event.wait(timeout)}: False after the time-out. */
  @Test
  void anEventIsNotSetWhenTheTimeIsUp() throws Exception {
    assertThat(late(this::event)).isEqualTo(new Awaited.Late());
  }

  @Test
  void whatComesInTheLastMomentIsInTime() throws Exception {
    CompletableFuture<Acquired> lock = nearlyLate(this::lock);
    test.locks.breakOpen("l");
    assertThat(soon(lock)).isInstanceOf(Acquired.Granted.class);
    CompletableFuture<Permit> permit = nearlyLate(this::permit);
    test.semaphores.release("s");
    assertThat(soon(permit)).isInstanceOf(Permit.Taken.class);
    CompletableFuture<Awaited> event = nearlyLate(this::event);
    test.events.set("e");
    assertThat(soon(event)).isEqualTo(new Awaited.Happened());
  }
}
