package io.forkyard.queue;

import static io.forkyard.queue.TestQueues.LONG;
import static io.forkyard.queue.TestQueues.async;
import static io.forkyard.queue.TestQueues.soon;
import static io.forkyard.queue.TestQueues.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.line.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues of which each end is on another node; the nodes share a database and their changes. */
class QueueNodesTest {

  private static final int ITEMS = 400;

  private TestQueues here;
  private TestQueues there;

  @BeforeEach
  void open() {
    here = new TestQueues();
    there = here.beside();
    here.open("q", 2);
  }

  @AfterEach
  void close() throws Exception {
    there.close();
    here.close();
  }

  private static CompletableFuture<Taken> getter(TestQueues node) {
    int before = node.queues.getters("q");
    CompletableFuture<Taken> got = async(() -> node.queues.get("q", 1, null, LONG, () -> true));
    node.until("q", it -> it.getters() == before + 1);
    return got;
  }

  private static CompletableFuture<Added> putter(TestQueues node, String item) {
    CompletableFuture<Added> put =
        async(() -> node.queues.put("q", List.of(item), LONG, () -> true));
    node.until("q", it -> it.putters() == 1);
    return put;
  }

  @Test
  void aBlockedGetEndsWhenAnotherNodePuts() throws Exception {
    CompletableFuture<Taken> got = getter(here);

    there.put("q", "1");

    assertThat(text(soon(got))).isEqualTo("1");
  }

  @Test
  void aBlockedPutEndsWhenAnotherNodeGets() throws Exception {
    here.put("q", "1", "2");
    CompletableFuture<Added> put = putter(here, "3");

    assertThat(there.next("q")).isEqualTo("1");

    assertThat(soon(put)).isInstanceOf(Added.Stored.class);
    assertThat(there.next("q") + there.next("q")).isEqualTo("23");
  }

  @Test
  void theGettersOfANodeAreServedInTheirOrder() throws Exception {
    List<CompletableFuture<Taken>> getters =
        IntStream.range(0, 5).mapToObj(n -> getter(here)).toList();

    for (int item = 0; item < getters.size(); item++) {
      there.put("q", "" + item);
    }

    for (int n = 0; n < getters.size(); n++) {
      assertThat(text(soon(getters.get(n)))).isEqualTo("" + n);
    }
  }

  /** Though its line has just seen that there was nothing, and nobody has told it yet. */
  @Test
  void aTryFindsWhatAnotherNodeHasPutWhileOthersWait() throws Exception {
    CompletableFuture<Taken> first = getter(here);
    there.deafen();

    there.put("q", "1", "2");

    assertThat(here.next("q")).isEqualTo("2");
    assertThat(text(soon(first))).isEqualTo("1");
  }

  @Test
  void aJoinEndsWhenAnotherNodeHasDoneTheLastTask() throws Exception {
    here.put("q", "1");
    CompletableFuture<Long> left =
        async(() -> here.queues.join("q", LONG).orElseThrow().unfinished());

    there.next("q");
    there.queues.taskDone("q");

    assertThat(soon(left)).isZero();
  }

  @Test
  void aJoinEndsWhenAnotherNodeClears() throws Exception {
    here.put("q", "1");
    CompletableFuture<Long> left =
        async(() -> here.queues.join("q", LONG).orElseThrow().unfinished());

    there.queues.clear("q");

    assertThat(soon(left)).isZero();
  }

  @Test
  void roomThatAnotherNodeMakesIsUsed() throws Exception {
    here.put("q", "1", "2");
    CompletableFuture<Added> put = putter(here, "3");

    there.queues.clear("q");

    assertThat(soon(put)).isInstanceOf(Added.Stored.class);
  }

  @Test
  void whoWaitsIsRefusedWhenAnotherNodeClosesOrDeletes() throws Exception {
    CompletableFuture<Taken> closed = getter(here);
    there.queues.close("q");
    assertThat(soon(closed)).isEqualTo(new Taken.Refused(Refusal.CLOSED));

    there.queues.delete("q");
    here.open("q", 2);
    CompletableFuture<Taken> deleted = getter(here);
    there.queues.delete("q");
    assertThat(soon(deleted)).isEqualTo(new Taken.Refused(Refusal.UNKNOWN));
  }

  @Test
  void anItemThatIsGivenBackOnAnotherNodeIsServed() throws Exception {
    there.put("q", "1");
    Item lent = there.lend("q", Duration.ofSeconds(30));
    CompletableFuture<Taken> got = getter(here);

    there.loans.nack("q", lent.token());

    assertThat(text(soon(got))).isEqualTo("1");
  }

  /** Of a node that is gone, which cannot do it any more. */
  @Test
  void aLeaseOfAnotherNodeEndsInTime() throws Exception {
    there.put("q", "1");
    there.lend("q", Duration.ofSeconds(30));
    there.stop();
    CompletableFuture<Taken> got = getter(here);

    here.passUnnoticed(Duration.ofSeconds(30));

    assertThat(text(soon(got))).isEqualTo("1");
  }

  /** While nobody tells what changes, nodes are told to look from time to time. */
  @Test
  void whatWasMissedIsFound() throws Exception {
    CompletableFuture<Taken> got = getter(here);
    there.deafen();
    there.put("q", "1");
    assertThat(got).isNotDone();

    here.miss();

    assertThat(text(soon(got))).isEqualTo("1");
  }

  @Test
  void changesOfOneNodeAreToldOnce() throws Exception {
    CompletableFuture<Taken> got = getter(here);
    here.told().clear();

    there.put("q", "1");

    assertThat(text(soon(got))).isEqualTo("1");
    assertThat(here.told()).hasSizeLessThan(4);
    assertThat(here.told()).containsOnly("line/queue/q");
  }

  /**
   * Puts and gets on both nodes, some in groups; each item comes out once, those of one in order.
   */
  @Test
  void nothingIsLostAndNothingComesTwice() throws Exception {
    List<CompletableFuture<Void>> producers =
        IntStream.range(0, 4)
            .mapToObj(n -> async(() -> produce(n % 2 == 0 ? here : there, n)))
            .toList();
    List<CompletableFuture<List<String>>> consumers =
        IntStream.range(0, 4)
            .mapToObj(n -> async(() -> consume(n % 2 == 0 ? here : there)))
            .toList();

    for (CompletableFuture<Void> producer : producers) {
      soon(producer);
    }
    for (int n = 0; n < consumers.size(); n++) {
      here.queues.put("q", List.of("-1"), LONG, () -> true);
    }

    List<List<String>> got = new ArrayList<>();
    for (CompletableFuture<List<String>> consumer : consumers) {
      got.add(soon(consumer));
    }
    assertThat(got.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 4 * ITEMS).mapToObj(String::valueOf).toList());
    got.forEach(QueueNodesTest::assertOrder);
  }

  private static void assertOrder(List<String> got) {
    for (int producer = 0; producer < 4; producer++) {
      int of = producer;
      assertThat(got.stream().map(Integer::valueOf).filter(item -> item / ITEMS == of)).isSorted();
    }
  }

  private static Void produce(TestQueues node, int producer) {
    Random random = new Random(producer);
    int next = producer * ITEMS;
    while (next < (producer + 1) * ITEMS) {
      int size = Math.min(1 + random.nextInt(2), (producer + 1) * ITEMS - next);
      List<String> items = IntStream.range(next, next + size).mapToObj(String::valueOf).toList();
      assertThat(node.queues.put("q", items, LONG, () -> true)).isInstanceOf(Added.Stored.class);
      next += size;
    }
    return null;
  }

  /** Until it meets a -1. */
  private static List<String> consume(TestQueues node) {
    List<String> got = new ArrayList<>();
    while (true) {
      String item = text(node.queues.get("q", 1, null, LONG, () -> true));
      if (item.equals("-1")) {
        return got;
      }
      Stream.of(item).forEach(got::add);
    }
  }
}
