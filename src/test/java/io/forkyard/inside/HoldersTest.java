package io.forkyard.inside;

import static io.forkyard.lock.TestLocks.async;
import static io.forkyard.lock.TestLocks.soon;
import static io.forkyard.lock.TestLocks.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.lock.Acquired;
import io.forkyard.lock.Holder;
import io.forkyard.lock.Permit;
import io.forkyard.lock.TestLocks;
import io.forkyard.process.Child;
import io.forkyard.process.Nursery;
import io.forkyard.queue.TestQueues;
import io.forkyard.storage.Node;
import io.forkyard.storage.Persistence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is granted to a child while it dies: in whichever order, nothing stays held. */
class HoldersTest {

  private static final int RACES = 20;

  @TempDir private Path dataDir;
  private Nursery nursery;
  private TestLocks test;
  private TestQueues queues;
  private Holders holders;

  @BeforeEach
  void open() {
    nursery = new Nursery(dataDir);
    test = new TestLocks();
    queues = new TestQueues();
    holders = holders("here");
    test.locks.open("l", false);
    test.semaphores.open("s", 1, false);
  }

  private Holders holders(String node) {
    HolderStore store = new HolderStore(test.database.database(), new Node(node, node, 1));
    return new Holders(store, test.holdings, queues.loans, Persistence.of(test.signal));
  }

  @AfterEach
  void close() throws Exception {
    test.close();
    queues.close();
    nursery.close();
  }

  /** The caller is taken for alive: it was when it was asked. */
  private Acquired lock(Holder.Child holder) {
    return test.locks.acquire("l", holder, null, Duration.ZERO, () -> true);
  }

  private Permit permit(Holder.Child holder) {
    return test.semaphores.acquire("s", holder, Duration.ZERO, () -> true);
  }

  private static void kill(Child child) {
    child.kill();
    Nursery.soon(child.exit());
  }

  private void assertNothingHeld() {
    assertThat(test.lock("l").locked()).isFalse();
    assertThat(test.semaphore("s").value()).isEqualTo(1);
  }

  @Test
  void whatAChildWasGrantedBeforeItsEndIsFreedByIt() throws Exception {
    Child child = nursery.start();
    assertThat(holders.taking(child, this::lock)).isInstanceOf(Acquired.Granted.class);
    assertThat(holders.taking(child, this::permit)).isInstanceOf(Permit.Taken.class);
    CompletableFuture<Acquired> locker = test.waiter("l");
    CompletableFuture<Permit> taker = test.permitWaiter("s");

    kill(child);

    assertThat(soon(locker)).isInstanceOf(Acquired.Granted.class);
    assertThat(soon(taker)).isInstanceOf(Permit.Taken.class);
  }

  /** The grant commits when all that the dead child had was freed already. */
  @Test
  void whatAChildIsGrantedAfterItsEndIsFreedAtOnce() {
    Child child = nursery.start();
    holders.taking(child, this::lock);
    holders.taking(child, this::permit);
    kill(child);
    until(() -> !test.lock("l").locked() && test.semaphore("s").value() == 1);

    assertThat(holders.taking(child, this::lock)).isInstanceOf(Acquired.Granted.class);
    assertThat(holders.taking(child, this::permit)).isInstanceOf(Permit.Taken.class);

    assertNothingHeld();
  }

  /** The child dies between the grant and the word of it. */
  @Test
  void whatAChildDiesOfIsTheNextWaiters() throws Exception {
    Child child = nursery.start();
    CompletableFuture<Acquired> locker =
        holders.taking(child, holder -> dyingWith(child, holder, this::lock, this::waiter));
    assertThat(soon(locker)).isInstanceOf(Acquired.Granted.class);
    Child other = nursery.start();
    CompletableFuture<Permit> taker =
        holders.taking(
            other, holder -> dyingWith(other, holder, this::permit, () -> test.permitWaiter("s")));
    assertThat(soon(taker)).isInstanceOf(Permit.Taken.class);
  }

  private CompletableFuture<Acquired> waiter() {
    return test.waiter("l");
  }

  private static <T> T dyingWith(
      Child child, Holder.Child holder, Function<Holder.Child, ?> take, Supplier<T> next) {
    take.apply(holder);
    T waiter = next.get();
    kill(child);
    return waiter;
  }

  @Test
  void whatFailsAfterTheEndOfAChildLeavesNothingEither() {
    Child child = nursery.start();
    kill(child);
    CompletableFuture<Object> failed =
        async(() ->
            holders.taking(
                child,
                holder -> {
                  lock(holder);
                  permit(holder);
                  throw new IllegalStateException("for a test");
                }));
    until(failed::isDone);
    assertThat(failed).isCompletedExceptionally();
    assertNothingHeld();
  }

  @Test
  void nothingStaysHeldWhereverTheDeathFalls() throws Exception {
    for (int n = 0; n < RACES; n++) {
      Child child = nursery.start();
      CompletableFuture<?> lock = async(() -> holders.taking(child, this::lock));
      CompletableFuture<?> permit = async(() -> holders.taking(child, this::permit));
      child.kill();
      soon(lock);
      soon(permit);
      Nursery.soon(child.exit());
      until(() -> !test.lock("l").locked() && test.semaphore("s").value() == 1);
    }
  }

  @Test
  void whatChildrenOfANodeHoldIsFreeWhenTheNodeIsGone() throws Exception {
    queues.open("q", 0);
    queues.put("q", "1");
    test.database.enter("there");
    Holders others = holders("there");
    Child child = nursery.start();
    others.taking(child, this::lock);
    others.taking(child, this::permit);
    queues.queues.lend("q", TestLocks.LONG, child.id().toString(), Duration.ZERO, () -> true);
    CompletableFuture<Acquired> locker = test.waiter("l");

    holders.rescue();
    assertThat(locker).isNotDone();
    assertThat(test.semaphore("s").value()).isZero();

    test.database.leave("there");
    holders.rescue();
    assertThat(soon(locker)).isInstanceOf(Acquired.Granted.class);
    assertThat(test.semaphore("s").value()).isEqualTo(1);
    assertThat(queues.queues.find("q").orElseThrow().qsize()).isEqualTo(1);
  }
}
