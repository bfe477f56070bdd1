package io.forkyard.lock;

import static io.forkyard.lock.TestLocks.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.line.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of CPython's {@code Semaphore} and {@code BoundedSemaphore}, on a real database. */
class SemaphoresTest {

  private static final Holder.Child CHILD = new Holder.Child("p1");

  private TestLocks test;

  @BeforeEach
  void open() {
    test = new TestLocks();
    test.semaphores.open("s", 2, false);
    test.semaphores.open("b", 2, true);
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  private Permit take(String name) {
    return test.semaphores.acquire(name, CHILD, Duration.ZERO, () -> true);
  }

  /** CPython, {@code test_semaphore}. */
  @Test
  void permitsCountDownAndUpAndOverTheFirstValue() {
    assertThat(test.permit("s")).isEqualTo(new Permit.Taken(1));
    assertThat(test.permit("s")).isEqualTo(new Permit.Taken(0));
    assertThat(test.permit("s")).isEqualTo(new Permit.Exhausted());
    for (int value = 1; value <= 4; value++) {
      assertThat(test.semaphores.release("s")).isTrue();
      assertThat(test.semaphore("s").value()).isEqualTo(value);
    }
  }

  /** CPython, {@code BoundedSemaphore}: released too often is a ValueError. */
  @Test
  void aBoundedOneNeverHasMoreThanAtFirst() {
    assertThat(test.semaphores.release("b")).isFalse();
    test.permit("b");
    assertThat(test.semaphores.release("b")).isTrue();
    assertThat(test.semaphores.release("b")).isFalse();
    assertThat(test.semaphore("b").value()).isEqualTo(2);
    assertThat(test.semaphores.release("none")).isFalse();
  }

  @Test
  void noneHasMorePermitsThanAnInteger() {
    test.semaphores.open("most", Integer.MAX_VALUE, false);
    assertThat(test.semaphores.release("most")).isFalse();
  }

  @Test
  void waitersAreServedFirstComeFirstServed() throws Exception {
    test.permit("s");
    test.permit("s");
    CompletableFuture<Permit> first = test.permitWaiter("s");
    CompletableFuture<Permit> second = test.permitWaiter("s");
    CompletableFuture<Permit> third = test.permitWaiter("s");
    test.semaphores.release("s");
    assertThat(soon(first)).isEqualTo(new Permit.Taken(0));
    assertThat(second.isDone()).isFalse();
    test.semaphores.release("s");
    assertThat(soon(second)).isEqualTo(new Permit.Taken(0));
    test.semaphores.delete("s");
    assertThat(soon(third)).isEqualTo(new Permit.Refused(Refusal.UNKNOWN));
    assertThat(test.permit("s")).isEqualTo(new Permit.Refused(Refusal.UNKNOWN));
  }

  @Test
  void oneIsCreatedOnceAndNeverReset() {
    test.permit("s");
    assertThat(test.semaphores.open("s", 2, false)).isInstanceOf(Opening.Present.class);
    assertThat(test.semaphores.open("s", 1, false)).isInstanceOf(Opening.Conflict.class);
    assertThat(test.semaphores.open("s", 2, true)).isInstanceOf(Opening.Conflict.class);
    assertThat(test.semaphore("s").value()).isEqualTo(1);
    for (int n = 0; n < 3; n++) {
      test.semaphores.open("s" + n, 0, false);
    }
    assertThat(test.semaphores.open("more", 1, false)).isEqualTo(new Opening.TooMany<>(5));
  }

  @Test
  void whatAChildHasIsThereAgainTheMomentItIsGone() throws Exception {
    take("s");
    take("s");
    take("b");
    test.semaphores.release("s", CHILD, () -> true);
    assertThat(test.semaphores.acquire("s", null, Duration.ZERO, () -> true))
        .isEqualTo(new Permit.Taken(0));
    CompletableFuture<Permit> waiter = test.permitWaiter("s");

    test.holdings.releaseAll(CHILD);

    assertThat(soon(waiter)).isEqualTo(new Permit.Taken(0));
    assertThat(test.semaphore("b").value()).isEqualTo(2);
    test.holdings.releaseAll(CHILD);
    assertThat(test.semaphore("s").value()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "b"})
  void whatOthersReleasedForAChildDoesNotComeBackWithItsEnd(String name) {
    take(name);
    test.semaphores.release(name);
    test.permit(name);
    test.holdings.releaseAll(CHILD);
    assertThat(test.semaphore(name).value()).isEqualTo(1);
  }

  /** CPython's semaphores have no owner: whoever releases. */
  @Test
  void aReleaseIsThatOfOnesOwnPermitThenOfNobodysThenOfTheOldestChilds() {
    test.semaphores.open("three", 4, false);
    Holder.Child younger = new Holder.Child("p2");
    test.semaphores.acquire("three", younger, Duration.ZERO, () -> true);
    take("three");
    test.permit("three");
    test.semaphores.release("three", younger, () -> true);
    test.holdings.releaseAll(younger);
    assertThat(test.semaphore("three").value()).isEqualTo(2);

    test.semaphores.acquire("three", younger, Duration.ZERO, () -> true);
    test.semaphores.release("three");
    test.semaphores.release("three");
    assertThat(test.semaphore("three").value()).isEqualTo(3);
    test.holdings.releaseAll(CHILD);
    assertThat(test.semaphore("three").value()).isEqualTo(3);
    test.holdings.releaseAll(younger);
    assertThat(test.semaphore("three").value()).isEqualTo(4);
  }

  /** A permit that was never there at first is a signal, and is used up by who acquires it. */
  @Test
  void aConsumerOfSignalsLeavesNoneBehind() {
    test.semaphores.open("signals", 0, false);
    for (int n = 0; n < 3; n++) {
      test.semaphores.release("signals");
      take("signals");
    }
    test.semaphores.release("signals");
    test.semaphores.release("signals");
    take("signals");
    test.holdings.releaseAll(CHILD);
    assertThat(test.semaphore("signals").value()).isEqualTo(1);
  }

  @Test
  void whatADyingChildReleasesDoesNotComeBackTwice() {
    take("s");
    test.holdings.releaseAll(CHILD);
    assertThat(test.semaphores.release("s", CHILD, () -> false)).isFalse();
    test.semaphores.giveBack("s", CHILD);
    assertThat(test.semaphore("s").value()).isEqualTo(2);
    take("s");
    assertThat(test.semaphores.release("s", CHILD, () -> false)).isTrue();
    test.holdings.releaseAll(CHILD);
    assertThat(test.semaphore("s").value()).isEqualTo(2);
  }
}
