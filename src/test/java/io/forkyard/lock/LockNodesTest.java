package io.forkyard.lock;

import static io.forkyard.lock.TestLocks.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.line.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks, semaphores and events that two nodes share; each hears of the other's changes. */
class LockNodesTest {

  private TestLocks here;
  private TestLocks there;

  @BeforeEach
  void open() {
    here = new TestLocks();
    there = here.beside();
    here.locks.open("l", false);
    here.semaphores.open("s", 1, true);
    here.events.open("e");
  }

  @AfterEach
  void close() throws Exception {
    there.close();
    here.close();
  }

  @Test
  void aLockIsHeldOnOneNodeAndWaitedForOnAnother() throws Exception {
    Grant first = there.grant("l");
    assertThat(here.acquire("l")).isInstanceOf(Acquired.Held.class);
    CompletableFuture<Acquired> second = here.waiter("l");

    there.locks.release("l", first.token());

    assertThat(soon(second)).isInstanceOf(Acquired.Granted.class);
    assertThat(there.acquire("l")).isInstanceOf(Acquired.Held.class);
  }

  @Test
  void aLockThatIsBrokenOnAnotherNodeIsFree() throws Exception {
    here.grant("l");
    CompletableFuture<Acquired> next = here.waiter("l");

    there.locks.breakOpen("l");

    assertThat(soon(next)).isInstanceOf(Acquired.Granted.class);
  }

  /** Its node is gone, and nobody says that the time is up. */
  @Test
  void theLeaseOfALockOfAnotherNodeEndsInTime() throws Exception {
    there.grant("l");
    there.stop();
    CompletableFuture<Acquired> next = here.waiter("l");

    here.passUnnoticed(TestLocks.LEASE);

    assertThat(soon(next)).isInstanceOf(Acquired.Granted.class);
  }

  @Test
  void whatAChildOfAnotherNodeHeldIsFree() throws Exception {
    Holder.Child child = new Holder.Child("of another node");
    there.locks.acquire("l", child, null, TestLocks.LONG, () -> true);
    there.semaphores.acquire("s", child, TestLocks.LONG, () -> true);
    CompletableFuture<Acquired> lock = here.waiter("l");
    CompletableFuture<Permit> permit = here.permitWaiter("s");

    there.holdings.releaseAll(child);

    assertThat(soon(lock)).isInstanceOf(Acquired.Granted.class);
    assertThat(soon(permit)).isInstanceOf(Permit.Taken.class);
  }

  @Test
  void aPermitComesFromAnotherNode() throws Exception {
    there.permit("s");
    CompletableFuture<Permit> permit = here.permitWaiter("s");

    there.semaphores.release("s");

    assertThat(soon(permit)).isInstanceOf(Permit.Taken.class);
    assertThat(there.permit("s")).isInstanceOf(Permit.Exhausted.class);
  }

  @Test
  void anEventIsSetOnAnotherNode() throws Exception {
    CompletableFuture<Awaited> first = here.eventWaiter("e");
    CompletableFuture<Awaited> second = there.eventWaiter("e");

    there.events.set("e");
    there.events.clear("e");

    assertThat(soon(first)).isEqualTo(new Awaited.Happened());
    assertThat(soon(second)).isEqualTo(new Awaited.Happened());
  }

  @Test
  void whoWaitsForWhatAnotherNodeDeletesIsRefused() throws Exception {
    there.grant("l");
    there.permit("s");
    CompletableFuture<Acquired> lock = here.waiter("l");
    CompletableFuture<Permit> permit = here.permitWaiter("s");
    CompletableFuture<Awaited> event = here.eventWaiter("e");

    there.locks.delete("l");
    there.semaphores.delete("s");
    there.events.delete("e");

    assertThat(soon(lock)).isEqualTo(new Acquired.Refused(Refusal.UNKNOWN));
    assertThat(soon(permit)).isEqualTo(new Permit.Refused(Refusal.UNKNOWN));
    assertThat(soon(event)).isEqualTo(new Awaited.Refused(Refusal.UNKNOWN));
  }

  /** A line that knows the lock as held does not go by that. */
  @Test
  void aTryTakesWhatAnotherNodeHasReleased() throws Exception {
    Grant first = there.grant("l");
    CompletableFuture<Acquired> second = here.waiter("l");
    there.deafen();

    there.locks.release("l", first.token());
    assertThat(here.acquire("l")).isInstanceOf(Acquired.Held.class);

    assertThat(soon(second)).isInstanceOf(Acquired.Granted.class);
  }

  /** Two nodes, several threads each, one counter: nobody is in there together with another. */
  @Test
  void aLockKeepsOthersOutOnAllNodes() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    List<CompletableFuture<Integer>> workers = new ArrayList<>();
    IntStream.range(0, 6)
        .forEach(n -> workers.add(TestLocks.async(() -> work(n % 2 == 0 ? here : there, inside))));

    for (CompletableFuture<Integer> worker : workers) {
      assertThat(soon(worker)).isEqualTo(50);
    }
  }

  /** How often it was alone in there. */
  private static int work(TestLocks node, AtomicInteger inside) {
    int alone = 0;
    for (int n = 0; n < 50; n++) {
      Grant grant =
          TestLocks.granted(
              node.locks.acquire("l", TestLocks.CALLER, null, TestLocks.LONG, () -> true));
      alone += inside.incrementAndGet() == 1 ? 1 : 0;
      inside.decrementAndGet();
      node.locks.release("l", grant.token());
    }
    return alone;
  }
}
