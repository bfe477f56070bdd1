package io.forkyard.lock;

import static io.forkyard.lock.TestLocks.CALLER;
import static io.forkyard.lock.TestLocks.LEASE;
import static io.forkyard.lock.TestLocks.LONG;
import static io.forkyard.lock.TestLocks.async;
import static io.forkyard.lock.TestLocks.granted;
import static io.forkyard.lock.TestLocks.soon;
import static io.forkyard.lock.TestLocks.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.line.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of CPython's {@code Lock} and {@code RLock}, on a real database. */
class LocksTest {

  private static final Released DONE = new Released.Done();

  private TestLocks test;

  @BeforeEach
  void open() {
    test = new TestLocks();
    test.locks.open("l", false);
    test.locks.open("r", true);
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  private Acquired enter(String name, String token) {
    return test.locks.acquire(name, CALLER, token, Duration.ZERO, () -> true);
  }

  private Acquired tryAcquire(String name, Duration limit) {
    return test.locks.acquire(name, CALLER, null, limit, () -> true);
  }

  /** CPython, {@code test_lock}: acquire is true, then false without blocking; release frees. */
  @Test
  void aLockHasOneHolderAtATime() {
    Grant grant = test.grant("l");
    assertThat(test.acquire("l"))
        .isInstanceOfSatisfying(
            Acquired.Held.class,
            it -> {
              assertThat(it.lock().holder()).isEqualTo("127.0.0.1");
              assertThat(it.lock().since()).isEqualTo(grant.expiresAt().minus(LEASE));
            });
    assertThat(tryAcquire("l", Duration.ofMillis(30))).isInstanceOf(Acquired.Held.class);
    assertThat(test.locks.release("l", grant.token())).isEqualTo(DONE);
    assertThat(test.lock("l").locked()).isFalse();
    assertThat(test.acquire("l")).isInstanceOf(Acquired.Granted.class);
  }

  /** CPython, {@code test_lock}: releasing an unlocked lock is a ValueError. */
  @Test
  void whatNobodyHoldsIsNotReleased() {
    assertThat(test.locks.release("l", "x")).isEqualTo(new Released.NotHeld(false));
    Grant grant = test.grant("l");
    assertThat(test.locks.release("l", grant.token())).isEqualTo(DONE);
    assertThat(test.locks.release("l", grant.token())).isEqualTo(new Released.NotHeld(false));
    assertThat(test.locks.release("r", "x")).isEqualTo(new Released.NotHeld(true));
    assertThat(test.locks.renew("l", "x")).isEqualTo(new Released.NotHeld(false));
    assertThat(test.locks.release("none", "x")).isEqualTo(new Released.Unknown());
  }

  @Test
  void onlyTheTokenOfItsHolderReleasesALock() {
    Grant grant = test.grant("l");
    assertThat(test.locks.release("l", "x")).isEqualTo(new Released.NotOwner(false));
    assertThat(test.locks.renew("l", "x")).isEqualTo(new Released.NotOwner(false));
    assertThat(test.locks.renew("l", grant.token())).isEqualTo(DONE);
    assertThat(test.lock("l").locked()).isTrue();
  }

  /** CPython, {@code test_rlock}: released as often as acquired, then an AssertionError. */
  @Test
  void aReentrantLockIsFreeWhenReleasedAsOftenAsAcquired() {
    Grant first = test.grant("r");
    for (int n = 0; n < 2; n++) {
      assertThat(granted(enter("r", first.token()))).isEqualTo(first);
    }
    assertThat(test.lock("r").count()).isEqualTo(3);
    assertThat(test.acquire("r")).isInstanceOf(Acquired.Held.class);
    for (int n = 0; n < 3; n++) {
      assertThat(test.lock("r").locked()).isTrue();
      assertThat(test.locks.release("r", first.token())).isEqualTo(DONE);
    }
    assertThat(test.lock("r").locked()).isFalse();
    assertThat(test.locks.release("r", first.token())).isEqualTo(new Released.NotHeld(true));
  }

  @Test
  void aReentryPassesThoseWhoWait() throws Exception {
    Grant first = test.grant("r");
    CompletableFuture<Acquired> waiter = test.waiter("r");
    assertThat(enter("r", first.token())).isInstanceOf(Acquired.Granted.class);
    test.locks.release("r", first.token());
    assertThat(waiter.isDone()).isFalse();
    test.locks.release("r", first.token());
    assertThat(granted(soon(waiter)).fence()).isGreaterThan(first.fence());
  }

  /** CPython: a plain lock waits also for a holder that is the caller. */
  @Test
  void aPlainLockIsNotReentered() {
    Grant grant = test.grant("l");
    assertThat(enter("l", grant.token())).isInstanceOf(Acquired.Held.class);
    assertThat(enter("l", "x")).isEqualTo(new Acquired.NotOwner(false));
    assertThat(enter("r", "x")).isEqualTo(new Acquired.NotOwner(true));
    assertThat(enter("none", "x")).isEqualTo(new Acquired.Refused(Refusal.UNKNOWN));
    assertThat(test.lock("l").count()).isEqualTo(1);
  }

  @Test
  void aReentryRenewsTheLeaseAndNeverCutsItShort() {
    Grant first = test.grant("r");
    test.pass(LEASE.minusSeconds(1));
    Holder longer = new Holder.Caller("127.0.0.1", LEASE.multipliedBy(2));
    Grant again =
        granted(test.locks.acquire("r", longer, first.token(), Duration.ZERO, () -> true));
    assertThat(again.expiresAt())
        .isEqualTo(first.expiresAt().minusSeconds(1).plus(LEASE.multipliedBy(2)));
    assertThat(granted(enter("r", first.token())).expiresAt()).isEqualTo(again.expiresAt());
  }

  @Test
  void fencesGrowWithEveryGrantAlsoOverARestartAndADeletion() {
    List<Long> fences = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      Grant grant = test.grant("l");
      fences.add(grant.fence());
      test.locks.release("l", grant.token());
    }
    test.restart();
    fences.add(test.grant("l").fence());
    test.locks.delete("l");
    test.locks.open("l", false);
    fences.add(test.grant("l").fence());
    assertThat(fences).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aLeaseThatEndsFreesTheLockForTheNextWaiterAtOnce() throws Exception {
    Grant first = test.grant("l");
    CompletableFuture<Acquired> next = test.waiter("l");
    test.pass(LEASE.minusMillis(1));
    assertThat(test.locks.renew("l", first.token())).isEqualTo(DONE);
    test.pass(LEASE.minusMillis(1));
    assertThat(test.lock("l").fence()).isEqualTo(first.fence());
    test.pass(Duration.ofMillis(1));
    Grant second = granted(soon(next));
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(test.locks.release("l", first.token())).isEqualTo(new Released.NotOwner(false));
    test.pass(LEASE);
    until(() -> !test.lock("l").locked());
    assertThat(test.locks.release("l", second.token())).isEqualTo(new Released.NotOwner(false));
    assertThat(test.locks.renew("l", second.token())).isEqualTo(new Released.NotOwner(false));
  }

  @Test
  void aLeaseThatIsOverIsOverBeforeAnybodyHasCleanedUp() {
    Grant first = test.grant("r");
    test.passUnnoticed(LEASE);
    assertThat(enter("r", first.token())).isEqualTo(new Acquired.NotOwner(true));
    assertThat(test.locks.renew("r", first.token())).isEqualTo(new Released.NotOwner(true));
    assertThat(test.locks.release("r", first.token())).isEqualTo(new Released.NotOwner(true));
    assertThat(test.acquire("r")).isInstanceOf(Acquired.Granted.class);
  }

  @Test
  void anOperatorBreaksALockHoweverOftenItIsHeld() throws Exception {
    Grant first = test.grant("r");
    enter("r", first.token());
    CompletableFuture<Acquired> next = test.waiter("r");
    assertThat(test.locks.breakOpen("r")).isEqualTo(DONE);
    Grant second = granted(soon(next));
    test.locks.release("r", second.token());
    assertThat(test.locks.breakOpen("r")).isEqualTo(new Released.NotHeld(true));
    assertThat(test.locks.breakOpen("none")).isEqualTo(new Released.Unknown());
  }

  @Test
  void waitersAreServedFirstComeFirstServed() throws Exception {
    Grant holder = test.grant("l");
    List<CompletableFuture<Acquired>> waiters = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      waiters.add(test.waiter("l"));
    }
    for (CompletableFuture<Acquired> waiter : waiters) {
      assertThat(waiter.isDone()).isFalse();
      assertThat(test.acquire("l")).isInstanceOf(Acquired.Held.class);
      test.locks.release("l", holder.token());
      holder = granted(soon(waiter));
    }
  }

  @Test
  void nothingIsGrantedToACallerWhoHasGone() throws Exception {
    Grant holder = test.grant("l");
    AtomicBoolean here = new AtomicBoolean(true);
    CompletableFuture<Acquired> gone = test.waiter("l", here::get);
    CompletableFuture<Acquired> next = test.waiter("l");
    here.set(false);
    test.locks.release("l", holder.token());
    assertThat(soon(gone)).isEqualTo(new Acquired.Refused(Refusal.GAVE_UP));
    assertThat(soon(next)).isInstanceOf(Acquired.Granted.class);
  }

  @Test
  void anInterruptEndsAnAcquireWhichThenHoldsNothing() throws Exception {
    Grant holder = test.grant("l");
    CompletableFuture<Acquired> acquired = new CompletableFuture<>();
    Thread thread = Thread.ofVirtual().start(() -> acquired.complete(tryAcquire("l", LONG)));
    until(() -> test.lock("l").waiters() == 1);
    thread.interrupt();
    assertThat(soon(acquired)).isEqualTo(new Acquired.Refused(Refusal.GAVE_UP));
    test.locks.release("l", holder.token());
    assertThat(test.acquire("l")).isInstanceOf(Acquired.Granted.class);
  }

  /** Whether the interrupt comes before the grant or after it. */
  @Test
  void anInterruptedCallerHoldsNothingOfWhatWasFree() throws Exception {
    test.semaphores.open("s", 1, true);
    for (int n = 0; n < 50; n++) {
      CompletableFuture<Boolean> done =
          async(() -> {
            Thread.currentThread().interrupt();
            assertThat(tryAcquire("l", LONG)).isEqualTo(new Acquired.Refused(Refusal.GAVE_UP));
            assertThat(test.semaphores.acquire("s", null, LONG, () -> true))
                .isEqualTo(new Permit.Refused(Refusal.GAVE_UP));
            return Thread.currentThread().isInterrupted();
          });
      assertThat(soon(done)).isTrue();
      assertThat(test.lock("l").locked()).isFalse();
      assertThat(test.semaphore("s").value()).isEqualTo(1);
    }
  }

  @Test
  void aGrantGivenBackIsTheNextWaiters() throws Exception {
    Grant unheard = test.grant("l");
    CompletableFuture<Acquired> next = test.waiter("l");
    test.locks.giveBack(unheard);
    assertThat(soon(next)).isInstanceOf(Acquired.Granted.class);
  }

  @Test
  void deletingTellsTheWaiters() throws Exception {
    Grant holder = test.grant("l");
    CompletableFuture<Acquired> waiter = test.waiter("l");
    assertThat(test.locks.delete("l")).isTrue();
    assertThat(soon(waiter)).isEqualTo(new Acquired.Refused(Refusal.UNKNOWN));
    assertThat(test.locks.release("l", holder.token())).isEqualTo(new Released.Unknown());
    assertThat(test.acquire("l")).isEqualTo(new Acquired.Refused(Refusal.UNKNOWN));
    assertThat(test.locks.delete("l")).isFalse();
  }

  @Test
  void aStoppingServiceAnswersWaitersAndGrantsNothing() throws Exception {
    test.grant("l");
    CompletableFuture<Acquired> waiter = test.waiter("l");
    test.signal.close();
    assertThat(soon(waiter)).isEqualTo(new Acquired.Refused(Refusal.STOPPING));
    assertThat(test.acquire("r")).isEqualTo(new Acquired.Refused(Refusal.STOPPING));
  }

  @Test
  void aLockIsCreatedOnceAndNeverReset() {
    test.grant("l");
    assertThat(test.locks.open("l", false))
        .isInstanceOfSatisfying(
            Opening.Present.class, it -> assertThat(((LockStatus) it.thing()).locked()).isTrue());
    assertThat(test.locks.open("l", true)).isInstanceOf(Opening.Conflict.class);
    for (int n = 0; n < 3; n++) {
      assertThat(test.locks.open("l" + n, false)).isInstanceOf(Opening.Created.class);
    }
    assertThat(test.locks.open("one more", false)).isEqualTo(new Opening.TooMany<>(5));
    assertThat(test.locks.open("r", true)).isInstanceOf(Opening.Present.class);
  }

  @Test
  void moreWaitersThanAllowedAreRefusedButNotThoseWhoNeedNotWait() {
    test.grant("l");
    test.grant("r");
    for (int n = 0; n < 10; n++) {
      test.waiter("l");
    }
    assertThat(tryAcquire("l", LONG)).isEqualTo(new Acquired.Refused(Refusal.CROWDED));
    test.waiter("r");
    test.events.open("e");
    test.eventWaiter("e");
    assertThat(tryAcquire("r", LONG)).isEqualTo(new Acquired.Refused(Refusal.CROWDED));
    test.locks.open("free", false);
    assertThat(tryAcquire("free", LONG)).isInstanceOf(Acquired.Granted.class);
  }

  @Test
  void whatAChildHoldsIsFreeTheMomentItIsGone() throws Exception {
    Holder.Child child = new Holder.Child("p1");
    Grant grant = granted(test.locks.acquire("r", child, null, Duration.ZERO, () -> true));
    assertThat(grant.expiresAt()).isNull();
    assertThat(granted(test.locks.acquire("r", child, grant.token(), LONG, () -> true)))
        .isEqualTo(grant);
    test.locks.acquire("l", new Holder.Child("p2"), null, Duration.ZERO, () -> true);
    test.pass(Duration.ofDays(1));
    assertThat(test.lock("r").holder()).isEqualTo("process p1");
    CompletableFuture<Acquired> next = test.waiter("r");

    test.holdings.releaseAll(child);

    assertThat(soon(next)).isInstanceOf(Acquired.Granted.class);
    assertThat(test.lock("l").locked()).isTrue();
    assertThat(test.locks.release("r", grant.token())).isEqualTo(new Released.NotOwner(true));
  }

  @Test
  void aRestartKeepsLeases() {
    Grant kept = test.grant("l");
    test.restart();
    assertThat(test.lock("l").expiresAt()).isEqualTo(kept.expiresAt());
    assertThat(test.acquire("l")).isInstanceOf(Acquired.Held.class);
    assertThat(test.locks.renew("l", kept.token())).isEqualTo(DONE);
    test.pass(LEASE);
    until(() -> !test.lock("l").locked());
  }

  /** Whoever is inside is alone, and everybody gets there. */
  @Test
  void manyCallersAreKeptApart() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger together = new AtomicInteger();
    List<CompletableFuture<Boolean>> callers = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      callers.add(
          async(() -> {
            for (int round = 0; round < 25; round++) {
              Grant grant = granted(tryAcquire("l", LONG));
              if (inside.incrementAndGet() != 1) {
                together.incrementAndGet();
              }
              inside.decrementAndGet();
              test.locks.release("l", grant.token());
            }
            return true;
          }));
    }
    for (CompletableFuture<Boolean> caller : callers) {
      assertThat(soon(caller)).isTrue();
    }
    assertThat(together.get()).isZero();
    assertThat(test.lock("l").fence()).isEqualTo(200);
  }
}
