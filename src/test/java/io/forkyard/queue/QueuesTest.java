package io.forkyard.queue;

import static io.forkyard.queue.TestQueues.LONG;
import static io.forkyard.queue.TestQueues.async;
import static io.forkyard.queue.TestQueues.soon;
import static io.forkyard.queue.TestQueues.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.line.Refusal;
import io.forkyard.storage.RepeatKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of CPython's {@code queue.Queue}, on a real database. */
class QueuesTest {

  private TestQueues test;

  @BeforeEach
  void open() {
    test = new TestQueues();
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  private CompletableFuture<Taken> getter(String queue) {
    return getter(queue, new AtomicBoolean(true));
  }

  private CompletableFuture<Taken> getter(String queue, AtomicBoolean here) {
    int before = test.queues.find(queue).orElseThrow().getters();
    CompletableFuture<Taken> got = async(() -> test.queues.get(queue, 1, null, LONG, here::get));
    test.until(queue, it -> it.getters() == before + 1);
    return got;
  }

  private CompletableFuture<Added> putter(String queue, AtomicBoolean here, String... items) {
    int before = test.queues.find(queue).orElseThrow().putters();
    CompletableFuture<Added> put =
        async(() -> test.queues.put(queue, List.of(items), LONG, here::get));
    test.until(queue, it -> it.putters() == before + 1);
    return put;
  }

  private CompletableFuture<Added> putter(String queue, String... items) {
    return putter(queue, new AtomicBoolean(true), items);
  }

  @Test
  void whoIsAnsweredFindsItCounted() throws Exception {
    test.open("q", 0);
    test.put("q", "1");
    CountDownLatch heard = new CountDownLatch(1);
    CountDownLatch counted = new CountDownLatch(1);
    test.listening =
        () -> {
          heard.countDown();
          await(counted);
        };

    CompletableFuture<Taken> got =
        async(() -> test.queues.get("q", 1, null, Duration.ZERO, () -> true));
    heard.await();

    assertThat(got).isNotDone();
    counted.countDown();
    assertThat(got.join()).isInstanceOf(Taken.Items.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void itemsComeOutInTheOrderOfTheirPuts() {
    test.open("q", 0);
    for (String item : List.of("1", "\"two\"", "{\"b\":1,\"a\":2}", "null")) {
      test.put("q", item);
    }
    assertThat(test.next("q")).isEqualTo("1");
    assertThat(test.next("q")).isEqualTo("\"two\"");
    assertThat(test.next("q")).isEqualTo("{\"b\":1,\"a\":2}");
    assertThat(test.next("q")).isEqualTo("null");
    assertThat(test.get("q")).isEqualTo(new Taken.Empty());
  }

  @Test
  void aPutThatWasDoneBeforeStoresNothingAndHoldsNobodyUp() {
    test.open("q", 2);
    RepeatKey key = new RepeatKey("key", "body", Instant.EPOCH);
    Added first = test.queues.put("q", List.of("1"), key, Duration.ZERO, () -> true);
    assertThat(first).isInstanceOf(Added.Stored.class);

    assertThat(test.queues.put("q", List.of("1"), key, LONG, () -> true))
        .isEqualTo(new Added.Repeated());

    test.put("q", "2");
    assertThat(test.next("q") + test.next("q")).isEqualTo("12");
    assertThat(test.get("q")).isEqualTo(new Taken.Empty());
  }

  @Test
  void idsOfAPutFollowEachOtherAndAreReadBack() {
    PutIds ids = PutIds.next(1000);
    assertThat(new HashSet<>(ids.all())).hasSize(1000);
    assertThat(PutIds.parse(ids.toString()).all()).isEqualTo(ids.all());
    assertThat(PutIds.next(1).first()).isNotEqualTo(ids.first());
  }

  /** CPython, {@code queue}: full and empty are raised, and {@code qsize} counts. */
  @Test
  void aFullQueueRefusesAndAnEmptyOneHasNothing() {
    test.open("q", 2);
    assertThat(test.get("q")).isEqualTo(new Taken.Empty());
    assertThat(test.put("q", "1")).isInstanceOf(Added.Stored.class);
    assertThat(test.queues.find("q").orElseThrow().full()).isFalse();
    assertThat(test.put("q", "2")).isInstanceOf(Added.Stored.class);
    assertThat(test.put("q", "3")).isEqualTo(new Added.Full());
    QueueStatus full = test.queues.find("q").orElseThrow();
    assertThat(full.full()).isTrue();
    assertThat(full.empty()).isFalse();
    assertThat(full.qsize()).isEqualTo(2);
    assertThat(full.unfinished()).isEqualTo(2);
  }

  @Test
  void aQueueIsCreatedOnceAndNeverReset() {
    assertThat(test.queues.open("q", new QueueSettings(5, null)))
        .isInstanceOf(Opening.Created.class);
    test.put("q", "1");
    assertThat(test.queues.open("q", new QueueSettings(5, null)))
        .isInstanceOfSatisfying(
            Opening.Present.class, it -> assertThat(it.queue().qsize()).isEqualTo(1));
    assertThat(test.queues.open("q", new QueueSettings(6, null)))
        .isInstanceOf(Opening.Conflict.class);
    assertThat(test.queues.open("q", new QueueSettings(5, 2))).isInstanceOf(Opening.Conflict.class);
    assertThat(test.queues.open("r", new QueueSettings(-1, null)))
        .isInstanceOf(Opening.Created.class);
    assertThat(test.queues.open("r", new QueueSettings(0, null)))
        .isInstanceOf(Opening.Present.class);
  }

  @Test
  void moreQueuesThanAllowedAreRefused() {
    for (int n = 0; n < 100; n++) {
      test.open("q" + n, 0);
    }
    QueueSettings settings = new QueueSettings(0, null);
    assertThat(test.queues.open("q", settings)).isEqualTo(new Opening.TooMany(100));
    assertThat(test.queues.open("q7", settings)).isInstanceOf(Opening.Present.class);
  }

  @Test
  void aQueueThatIsNotThereRefuses() {
    assertThat(test.get("q")).isEqualTo(new Taken.Refused(Refusal.UNKNOWN));
    assertThat(test.put("q", "1")).isEqualTo(new Added.Refused(Refusal.UNKNOWN));
    assertThat(test.queues.close("q")).isFalse();
    assertThat(test.queues.clear("q")).isFalse();
    assertThat(test.queues.delete("q")).isFalse();
    assertThat(test.queues.taskDone("q")).isFalse();
    assertThat(test.queues.items("q", null, 10)).isEmpty();
  }

  @Test
  void gettersAreServedFirstComeFirstServed() throws Exception {
    test.open("q", 0);
    List<CompletableFuture<Taken>> getters = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      getters.add(getter("q"));
    }
    test.put("q", IntStream.range(0, 10).mapToObj(String::valueOf).toArray(String[]::new));
    for (int n = 10; n < 20; n++) {
      test.put("q", String.valueOf(n));
    }
    for (int n = 0; n < 20; n++) {
      assertThat(text(soon(getters.get(n)))).isEqualTo(String.valueOf(n));
    }
    assertThat(test.queues.find("q").orElseThrow().qsize()).isZero();
  }

  @Test
  void puttersAreServedFirstComeFirstServedAndABatchIsNotOvertaken() throws Exception {
    test.open("q", 2);
    test.put("q", "1", "2");
    CompletableFuture<Added> batch = putter("q", "3", "4");
    CompletableFuture<Added> one = putter("q", "5");

    assertThat(test.next("q")).isEqualTo("1");
    assertThat(test.put("q", "6")).isEqualTo(new Added.Full());
    assertThat(batch.isDone()).isFalse();
    assertThat(test.next("q")).isEqualTo("2");
    assertThat(soon(batch)).isInstanceOf(Added.Stored.class);
    assertThat(one.isDone()).isFalse();
    assertThat(test.next("q")).isEqualTo("3");
    assertThat(soon(one)).isInstanceOf(Added.Stored.class);
    assertThat(test.next("q")).isEqualTo("4");
    assertThat(test.next("q")).isEqualTo("5");
  }

  @Test
  void aPutterWhoLeavesMakesWayForTheNext() throws Exception {
    test.open("q", 2);
    test.put("q", "1");
    AtomicBoolean here = new AtomicBoolean(true);
    CompletableFuture<Added> batch = putter("q", here, "2", "3");
    CompletableFuture<Added> one = putter("q", "4");
    here.set(false);

    assertThat(test.next("q")).isEqualTo("1");

    assertThat(soon(batch)).isEqualTo(new Added.Refused(Refusal.GAVE_UP));
    assertThat(soon(one)).isInstanceOf(Added.Stored.class);
    assertThat(test.next("q")).isEqualTo("4");
  }

  @Test
  void aBatchIsStoredWholeOrNotAtAll() {
    test.open("q", 3);
    assertThat(test.put("q", "1", "2"))
        .isInstanceOfSatisfying(Added.Stored.class, it -> assertThat(it.ids()).hasSize(2));
    assertThat(test.put("q", "3", "4")).isEqualTo(new Added.Full());
    assertThat(test.put("q", "3", "4", "5", "6")).isEqualTo(new Added.TooMany(3));
    assertThat(test.put("q")).isEqualTo(new Added.Stored(List.of()));
    assertThat(test.queues.find("q").orElseThrow().qsize()).isEqualTo(2);
  }

  @Test
  void aBatchOfGetsTakesWhatIsThere() throws Exception {
    test.open("q", 0);
    CompletableFuture<Taken> waits = async(() -> test.queues.get("q", 3, null, LONG, () -> true));
    test.until("q", it -> it.getters() == 1);
    test.put("q", "1", "2", "3", "4");
    assertThat(text(soon(waits))).isEqualTo("1 2 3");
    assertThat(text(test.queues.get("q", 3, null, LONG, () -> true))).isEqualTo("4");
  }

  @Test
  void nothingIsTakenForACallerWhoHasGone() throws Exception {
    test.open("q", 0);
    AtomicBoolean here = new AtomicBoolean(true);
    CompletableFuture<Taken> gone = getter("q", here);
    CompletableFuture<Taken> next = getter("q");
    here.set(false);

    test.put("q", "1");

    assertThat(soon(gone)).isEqualTo(new Taken.Refused(Refusal.GAVE_UP));
    assertThat(text(soon(next))).isEqualTo("1");
  }

  @Test
  void anInterruptEndsAGetAndTakesNothing() throws Exception {
    test.open("q", 0);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<Taken> got = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              got.complete(test.queues.get("q", 1, null, LONG, () -> true));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    test.until("q", it -> it.getters() == 1);

    thread.interrupt();

    assertThat(soon(got)).isEqualTo(new Taken.Refused(Refusal.GAVE_UP));
    assertThat(soon(flag)).isTrue();
    test.put("q", "1");
    assertThat(test.next("q")).isEqualTo("1");
  }

  @Test
  void anItemGivenBackIsAtTheHeadAgain() {
    test.open("q", 3);
    test.put("q", "1", "2", "3");
    Taken first = test.get("q");
    Taken second = test.get("q");
    test.queues.giveBack(((Taken.Items) second).items());
    test.queues.giveBack(((Taken.Items) first).items());
    assertThat(test.next("q")).isEqualTo("1");
    assertThat(test.next("q")).isEqualTo("2");
    assertThat(test.next("q")).isEqualTo("3");
    assertThat(test.queues.find("q").orElseThrow().bytes()).isZero();
  }

  @Test
  void anItemOfAnOlderQueueIsNotGivenBackToANewOne() {
    test.open("q", 0);
    test.put("q", "old");
    Taken old = test.get("q");
    test.queues.delete("q");
    test.open("q", 0);

    test.queues.giveBack(((Taken.Items) old).items());
    test.put("q", "new", "newer");

    assertThat(test.queues.find("q").orElseThrow().qsize()).isEqualTo(2);
  }

  @Test
  void anItemIsGivenBackOnceWhoeverFailsToHearOfIt() {
    test.open("q", 0);
    test.put("q", "1");
    List<Item> item = ((Taken.Items) test.get("q")).items();
    test.deaf = true;
    assertThatThrownBy(() -> test.queues.giveBack(item)).hasMessage("nobody listens");
    test.deaf = false;

    assertThat(test.next("q")).isEqualTo("1");
    assertThat(test.queues.find("q").orElseThrow().qsize()).isZero();
  }

  @Test
  void closingTellsTheWaitersAndKeepsTheItems() throws Exception {
    test.open("q", 0);
    test.open("full", 1);
    test.put("full", "1");
    CompletableFuture<Taken> getter = getter("q");
    CompletableFuture<Added> putter = putter("full", "2");

    assertThat(test.queues.close("q")).isTrue();
    assertThat(test.queues.close("full")).isTrue();

    assertThat(soon(getter)).isEqualTo(new Taken.Refused(Refusal.CLOSED));
    assertThat(soon(putter)).isEqualTo(new Added.Refused(Refusal.CLOSED));
    assertThat(test.get("full")).isEqualTo(new Taken.Refused(Refusal.CLOSED));
    assertThat(test.queues.items("full", null, 10).orElseThrow().items()).containsExactly("1");
    assertThat(test.queues.find("full").orElseThrow().closed()).isTrue();
  }

  @Test
  void deletingTellsTheWaiters() throws Exception {
    test.open("q", 0);
    CompletableFuture<Taken> getter = getter("q");
    assertThat(test.queues.delete("q")).isTrue();
    assertThat(soon(getter)).isEqualTo(new Taken.Refused(Refusal.UNKNOWN));
    assertThat(test.queues.find("q")).isEmpty();
  }

  @Test
  void aStoppingServiceAnswersWaitersAndTakesNothing() throws Exception {
    test.open("q", 0);
    CompletableFuture<Taken> getter = getter("q");
    test.signal.close();
    assertThat(soon(getter)).isEqualTo(new Taken.Refused(Refusal.STOPPING));
    assertThat(test.put("q", "1")).isEqualTo(new Added.Refused(Refusal.STOPPING));
    assertThat(test.get("q")).isEqualTo(new Taken.Refused(Refusal.STOPPING));
  }

  /** CPython, {@code Queue.join}: blocks until {@code task_done} was called for each put. */
  @Test
  void joinEndsWhenEveryPutIsDone() throws Exception {
    test.open("q", 0);
    test.put("q", "1", "2");
    test.next("q");
    test.next("q");
    CompletableFuture<Long> joined =
        async(() -> test.queues.join("q", LONG).orElseThrow().unfinished());

    assertThat(test.queues.taskDone("q")).isTrue();
    assertThat(joined.isDone()).isFalse();
    assertThat(test.queues.taskDone("q")).isTrue();

    assertThat(soon(joined)).isZero();
    assertThat(test.queues.taskDone("q")).isFalse();
    assertThat(test.queues.join("q", Duration.ZERO)).isPresent();
  }

  @Test
  void clearingMakesRoomAndIsDoneForJoin() throws Exception {
    test.open("q", 2);
    test.put("q", "1", "2");
    CompletableFuture<Added> putter = putter("q", "3");
    assertThat(test.queues.clear("q")).isTrue();
    assertThat(soon(putter)).isInstanceOf(Added.Stored.class);
    assertThat(test.until("q", it -> it.qsize() == 1).unfinished()).isEqualTo(1);
    assertThat(test.next("q")).isEqualTo("3");
  }

  @Test
  void peekingShowsItemsInOrderByPages() {
    test.open("q", 0);
    test.put("q", "1", "2", "3");
    ItemPage page = test.queues.items("q", null, 2).orElseThrow();
    assertThat(page.items()).containsExactly("1", "2");
    assertThat(page.more()).isTrue();
    assertThat(test.queues.items("q", page.last(), 2).orElseThrow().items()).containsExactly("3");
    assertThat(test.queues.find("q").orElseThrow().qsize()).isEqualTo(3);
  }

  @Test
  void contentsSurviveARestartInOrder() {
    test.open("q", 0);
    test.put("q", "1", "2", "3");
    test.next("q");
    test.restart();
    test.put("q", "4");
    assertThat(test.next("q")).isEqualTo("2");
    assertThat(test.next("q")).isEqualTo("3");
    assertThat(test.next("q")).isEqualTo("4");
  }

  @Test
  void moreWaitersThanAllowedAreRefusedButNotThoseWhoNeedNotWait() {
    test.open("q", 0);
    for (int n = 0; n < 40; n++) {
      getter("q");
    }
    assertThat(test.queues.get("q", 1, null, LONG, () -> true))
        .isEqualTo(new Taken.Refused(Refusal.CROWDED));
    assertThat(test.queues.put("q", List.of("1"), LONG, () -> true))
        .isInstanceOf(Added.Stored.class);
    test.until("q", it -> it.getters() == 39);
    test.open("r", 0);
    for (int n = 0; n < 11; n++) {
      getter("r");
    }
    assertThat(test.queues.get("r", 1, null, LONG, () -> true))
        .isEqualTo(new Taken.Refused(Refusal.CROWDED));
  }

  @Test
  void aQueueWithoutABoundIsFullAtTheBoundOfTheService() {
    test.open("q", 0);
    String big = "\"" + "x".repeat(30_000) + "\"";
    test.put("q", big, big);
    assertThat(test.put("q", big)).isEqualTo(new Added.Full());
    test.next("q");
    assertThat(test.put("q", big)).isInstanceOf(Added.Stored.class);
    test.queues.clear("q");
    for (int n = 0; n < 10; n++) {
      test.put("q", IntStream.range(0, 100).mapToObj(String::valueOf).toArray(String[]::new));
    }
    assertThat(test.put("q", "1")).isEqualTo(new Added.Full());
  }

  @Test
  void fiveThousandBlockedGettersAreServedEachByItsOwnItem() throws Exception {
    try (TestQueues many = TestQueues.withDefaults()) {
      many.open("q", 0);
      List<CompletableFuture<Taken>> getters = new ArrayList<>();
      for (int n = 0; n < 5000; n++) {
        getters.add(async(() -> many.queues.get("q", 1, null, LONG, () -> true)));
      }
      many.until("q", it -> it.getters() == 5000);
      for (int n = 0; n < 10; n++) {
        many.put("q", items(n * 500, 500));
      }
      Set<String> got = new HashSet<>();
      for (CompletableFuture<Taken> getter : getters) {
        got.add(text(soon(getter)));
      }
      assertThat(got).containsExactlyInAnyOrder(items(0, 5000));
    }
  }

  private static String[] items(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(String::valueOf).toArray(String[]::new);
  }

  @Test
  void itemsOfManyPuttersAndGettersAreEachGotOnce() throws Exception {
    test.open("q", 7);
    List<CompletableFuture<Added>> puts = new ArrayList<>();
    List<CompletableFuture<Taken>> gets = new ArrayList<>();
    for (int n = 0; n < 1000; n++) {
      String item = String.valueOf(n);
      puts.add(async(() -> putSoon(item)));
      gets.add(async(this::getSoon));
    }
    List<String> got = new ArrayList<>();
    for (CompletableFuture<Taken> get : gets) {
      got.add(text(soon(get)));
    }
    assertThat(got)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
    assertThat(test.queues.find("q").orElseThrow().qsize()).isZero();
  }

  /** As many wait as may, so some are sent away; they come again. */
  private Added putSoon(String item) {
    Added put = test.queues.put("q", List.of(item), LONG, () -> true);
    while (put.equals(new Added.Refused(Refusal.CROWDED))) {
      put = test.queues.put("q", List.of(item), LONG, () -> true);
    }
    return put;
  }

  private Taken getSoon() {
    Taken got = test.queues.get("q", 1, null, LONG, () -> true);
    while (got.equals(new Taken.Refused(Refusal.CROWDED))) {
      got = test.queues.get("q", 1, null, LONG, () -> true);
    }
    return got;
  }
}
