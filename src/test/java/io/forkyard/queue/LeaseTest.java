package io.forkyard.queue;

import static io.forkyard.queue.TestQueues.LONG;
import static io.forkyard.queue.TestQueues.async;
import static io.forkyard.queue.TestQueues.soon;
import static io.forkyard.queue.TestQueues.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lent items, against a clock that the test drives. */
class LeaseTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  private TestQueues test;

  @BeforeEach
  void open() {
    test = new TestQueues();
    test.open("q", 3);
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  private QueueStatus queue() {
    return test.queues.find("q").orElseThrow();
  }

  @Test
  void aLentItemIsNotInQsizeButCountsForMaxsize() {
    test.put("q", "1", "2", "3");
    Item lent = test.lend("q", LEASE);
    assertThat(lent.json()).isEqualTo("1");
    assertThat(queue().qsize()).isEqualTo(2);
    assertThat(queue().full()).isTrue();
    assertThat(test.put("q", "4")).isEqualTo(new Added.Full());
    assertThat(test.loans.ack("q", token(lent))).isTrue();
    assertThat(test.put("q", "4")).isInstanceOf(Added.Stored.class);
    assertThat(test.loans.ack("q", token(lent))).isFalse();
  }

  @Test
  void acknowledgingMakesRoomForAPutterAtOnce() throws Exception {
    test.put("q", "1", "2", "3");
    Item lent = test.lend("q", LEASE);
    CompletableFuture<Added> putter =
        async(() -> test.queues.put("q", List.of("4"), LONG, () -> true));
    test.until("q", it -> it.putters() == 1);
    test.loans.ack("q", token(lent));
    assertThat(soon(putter)).isInstanceOf(Added.Stored.class);
  }

  @Test
  void anItemNotAcknowledgedIsBackAtTheHeadWhenItsLeaseEnds() throws Exception {
    test.put("q", "1", "2");
    Item lent = test.lend("q", LEASE);
    assertThat(test.next("q")).isEqualTo("2");
    CompletableFuture<Taken> getter = async(() -> test.queues.get("q", 1, null, LONG, () -> true));
    test.until("q", it -> it.getters() == 1);
    test.put("q", "3");
    assertThat(text(soon(getter))).isEqualTo("3");
    test.put("q", "4");

    test.pass(LEASE.minusMillis(1));
    assertThat(queue().lent()).isEqualTo(1);
    test.pass(Duration.ofMillis(1));

    test.until("q", it -> it.lent() == 0);
    assertThat(test.loans.ack("q", token(lent))).isFalse();
    assertThat(test.next("q")).isEqualTo("1");
    assertThat(test.next("q")).isEqualTo("4");
  }

  @Test
  void aWaiterGetsAnItemWhoseLeaseEnded() throws Exception {
    test.put("q", "1");
    test.lend("q", LEASE);
    CompletableFuture<Taken> getter = async(() -> test.queues.get("q", 1, null, LONG, () -> true));
    test.until("q", it -> it.getters() == 1);
    test.pass(LEASE);
    assertThat(text(soon(getter))).isEqualTo("1");
  }

  @Test
  void itemsSentBackAreInTheirOrderAgain() {
    test.put("q", "1", "2", "3");
    Item first = test.lend("q", LEASE);
    Item second = test.lend("q", LEASE);
    assertThat(test.loans.nack("q", token(second))).isTrue();
    assertThat(test.loans.nack("q", token(first))).isTrue();
    assertThat(test.loans.nack("q", token(first))).isFalse();
    assertThat(test.next("q") + test.next("q") + test.next("q")).isEqualTo("123");
  }

  @Test
  void anExtendedLeaseLastsAsLongAgain() {
    test.put("q", "1");
    Item lent = test.lend("q", LEASE);
    test.pass(LEASE.minusSeconds(1));
    assertThat(test.loans.extend("q", token(lent))).isTrue();
    test.pass(LEASE.minusSeconds(1));
    assertThat(test.loans.ack("q", token(lent))).isTrue();
    assertThat(test.loans.extend("q", token(lent))).isFalse();
  }

  @Test
  void aLeaseThatIsOverIsOverBeforeAnybodyHasCleanedUp() {
    test.put("q", "1");
    Item lent = test.lend("q", LEASE);
    test.passUnnoticed(LEASE);
    assertThat(test.loans.ack("q", token(lent))).isFalse();
    assertThat(test.loans.extend("q", token(lent))).isFalse();
  }

  @Test
  void anItemLentTooOftenIsADeadLetter() {
    test.queues.open("twice", new QueueSettings(0, 2));
    test.put("twice", "1", "2");
    assertThat(test.lend("twice", LEASE).deliveries()).isEqualTo(1);
    test.pass(LEASE);
    test.until("twice", it -> it.lent() == 0);
    Item again = test.lend("twice", LEASE);
    assertThat(again.json()).isEqualTo("1");
    assertThat(again.deliveries()).isEqualTo(2);
    test.loans.nack("twice", token(again));

    assertThat(test.queues.deadLetters("twice", null, 10).orElseThrow().items())
        .containsExactly("1");
    assertThat(test.queues.items("twice", null, 10).orElseThrow().items()).containsExactly("2");
    assertThat(test.queues.find("twice").orElseThrow().unfinished()).isEqualTo(2);

    assertThat(test.loans.requeue("twice")).isEqualTo(1);
    assertThat(test.next("twice")).isEqualTo("2");
    assertThat(test.lend("twice", LEASE).deliveries()).isEqualTo(1);
  }

  @Test
  void deadLettersAreForgottenWhenCleared() {
    test.queues.open("once", new QueueSettings(0, 1));
    test.put("once", "1");
    test.loans.nack("once", token(test.lend("once", LEASE)));
    assertThat(test.queues.find("once").orElseThrow().dead()).isEqualTo(1);
    assertThat(test.queues.clearDeadLetters("once")).isTrue();
    QueueStatus queue = test.queues.find("once").orElseThrow();
    assertThat(queue.dead()).isZero();
    assertThat(queue.unfinished()).isZero();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void deadLettersComeBackOnlyWhereThereIsRoom() {
    test.queues.open("small", new QueueSettings(2, 1));
    test.put("small", "1", "2");
    test.loans.nack("small", token(test.lend("small", LEASE)));
    test.loans.nack("small", token(test.lend("small", LEASE)));
    test.put("small", "3");
    assertThat(test.loans.requeue("small")).isEqualTo(1);
    assertThat(test.loans.requeue("small")).isZero();
    assertThat(test.next("small") + test.next("small")).isEqualTo("31");
  }

  @Test
  void aLoanWhoseAnswerFailedDoesNotCountAsADelivery() {
    test.put("q", "1");
    test.queues.giveBack(List.of(test.lend("q", LEASE)));
    assertThat(test.lend("q", LEASE).deliveries()).isEqualTo(1);
  }

  @Test
  void leasesSurviveARestart() {
    test.put("q", "1", "2");
    Item lent = test.lend("q", LEASE);
    test.restart();
    assertThat(queue().lent()).isEqualTo(1);
    test.pass(LEASE);
    test.until("q", it -> it.lent() == 0);
    assertThat(test.next("q")).isEqualTo(lent.json());
  }

  @Test
  void anItemLentToAChildThatIsGoneIsWithTheNextWaiterAtOnce() throws Exception {
    test.put("q", "1", "2", "3");
    lendTo("gone");
    Item other = lendTo("other");
    lendTo("gone");
    CompletableFuture<Taken> waiter = async(() -> test.queues.get("q", 1, LEASE, LONG, () -> true));
    test.until("q", it -> it.getters() == 1);

    test.loans.releaseAll("gone");

    Item again = ((Taken.Items) soon(waiter)).items().getFirst();
    assertThat(again.json()).isEqualTo("1");
    assertThat(again.deliveries()).isEqualTo(2);
    assertThat(test.next("q")).isEqualTo("3");
    assertThat(test.loans.ack("q", token(other))).isTrue();
  }

  @Test
  void anItemLentToAChildHasALeaseAllTheSame() {
    test.put("q", "1");
    Item lent = lendTo("child");
    test.pass(LEASE);
    test.until("q", it -> it.lent() == 0);
    Item again = test.lend("q", LEASE);
    test.loans.releaseAll("child");
    assertThat(test.loans.ack("q", token(lent))).isFalse();
    assertThat(test.loans.ack("q", token(again))).isTrue();
  }

  @Test
  void aLeaseIsExtendedForAnyTime() {
    test.put("q", "1");
    Item lent = test.lend("q", LEASE);
    assertThat(test.loans.extend("q", token(lent), LEASE.multipliedBy(2))).isTrue();
    test.pass(LEASE);
    assertThat(queue().lent()).isEqualTo(1);
    assertThat(test.loans.extend("q", token(lent), Duration.ofSeconds(1))).isTrue();
    assertThat(test.loans.extend("q", token(lent))).isTrue();
    test.pass(Duration.ofSeconds(1));
    test.until("q", it -> it.lent() == 0);
    assertThat(test.loans.extend("q", token(lent), LEASE)).isFalse();
  }

  /** The end of a child may be seen before it is known that it has never heard of the item. */
  @Test
  void aLoanThatWasNeverHeardOfIsNotCountedAlsoWhenItsLeaseHasEnded() {
    test.queues.open("once", new QueueSettings(0, 1));
    test.put("once", "1", "2");
    Item first = lendTo("once", "child");
    test.loans.releaseAll("child");
    assertThat(test.queues.find("once").orElseThrow().dead()).isEqualTo(1);

    test.queues.giveBack(List.of(first));
    test.queues.giveBack(List.of(first));

    QueueStatus queue = test.queues.find("once").orElseThrow();
    assertThat(queue.dead()).isZero();
    assertThat(queue.qsize()).isEqualTo(2);
    Item again = test.lend("once", LEASE);
    assertThat(again.json()).isEqualTo("1");
    assertThat(again.deliveries()).isEqualTo(1);
  }

  private Item lendTo(String child) {
    return lendTo("q", child);
  }

  private Item lendTo(String queue, String child) {
    return ((Taken.Items) test.queues.lend(queue, LEASE, child, Duration.ZERO, () -> true))
        .items()
        .getFirst();
  }

  private static String token(Item item) {
    return java.util.Objects.requireNonNull(item.token());
  }
}
