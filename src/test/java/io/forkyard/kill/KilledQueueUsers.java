package io.forkyard.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.it.RunningJar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Counts items while those who put and get them are killed at random: children by SIGKILL, callers
 * over HTTP by closing their connections. Producers are killed in each of the tests.
 */
abstract class KilledQueueUsers {

  private static RunningJar service;

  private final int items;

  KilledQueueUsers(int items) {
    this.items = items;
  }

  @BeforeAll
  static void start() throws Exception {
    service = RunningJar.start(TestData.folder("kill"), "--forkyard.classpath=target/test-classes");
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  /** What a test has counted. */
  void report(String what) {}

  @Test
  void whatKilledProducersPutIsGotOnceAndInOrder() throws Exception {
    Shop shop = new Shop(service, "ordered");
    Consumers consumers = new Consumers(shop);
    run(shop, consumers::steady);

    assertCounted(shop, shop.got);
    assertThat(shop.got).containsAll(put(shop)).hasSize(shop.count("puts"));
    Map<String, Integer> next = new HashMap<>();
    for (String id : shop.got) {
      String producer = id.substring(0, id.indexOf('-'));
      int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
      assertThat(number).as(id).isEqualTo(next.merge(producer, 1, Integer::sum) - 1);
    }
    report("in order: %d put, %d children killed".formatted(shop.got.size(), shop.kills()));
  }

  /** A child that was killed may have had one item in hand; nothing else may be missing. */
  @Test
  void killedChildrenGetEachItemOnceOrLeaveIt() throws Exception {
    Shop shop = new Shop(service, "children");
    Consumers consumers = new Consumers(shop);
    run(shop, consumers::child, consumers::child);

    List<String> found = new ArrayList<>(shop.notes.ids("got"));
    found.addAll(shop.rest());
    assertCounted(shop, found);
    int lost = shop.count("puts") - found.size();
    assertThat(lost).isBetween(0, consumers.kills.get());
    Set<String> missing = put(shop);
    missing.removeAll(found);
    assertThat(shop.notes.ids("seen")).containsAll(missing);
    report(
        "children: %d put, %d returned, %d consumers killed with %d items in hand"
            .formatted(shop.count("puts"), shop.count("returns"), consumers.kills.get(), lost));
  }

  /** What was handed over is lost with a caller who did not read it to the end; nothing else. */
  @Test
  void callersWhoHangUpGetEachItemOnceOrLeaveIt() throws Exception {
    Shop shop = new Shop(service, "callers");
    Consumers consumers = new Consumers(shop);
    run(shop, consumers::rude, consumers::rude, consumers::rude);

    List<String> found = new ArrayList<>(shop.got);
    found.addAll(shop.rest());
    assertCounted(shop, found);
    int begun = consumers.begun.get();
    int lost = shop.count("puts") - found.size();
    assertThat(lost).isBetween(begun, begun + consumers.blind.get());
    report(
        "callers: %d put, %d returned, %d lost: %d answers cut, %d of %d hung up unread"
            .formatted(
                shop.count("puts"),
                shop.count("returns"),
                lost,
                begun,
                lost - begun,
                consumers.blind.get()));
  }

  /** Each item is got until it was acknowledged, then never again. */
  @Test
  void lentItemsAreAllGotByCallersWhoHangUp() throws Exception {
    Shop shop = new Shop(service, "lent");
    Consumers consumers = new Consumers(shop);
    run(shop, consumers::lent, consumers::lent, consumers::lent);

    List<String> left = new ArrayList<>(shop.rest());
    left.addAll(shop.deadLetters());
    assertThat(left).doesNotContainAnyElementsOf(consumers.acknowledged);
    List<String> found = new ArrayList<>(left);
    found.addAll(shop.got);
    assertThat(found).containsAll(put(shop));
    assertThat(tried(shop)).containsAll(found);
    report(
        "lent: %d put, %d got, %d acknowledged, %d left, %d answers cut"
            .formatted(
                shop.count("puts"),
                shop.got.size(),
                consumers.acknowledged.size(),
                left.size(),
                consumers.begun.get()));
  }

  private void run(Shop shop, Callable<?>... consumers) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> getting =
          Stream.of(consumers).<Future<?>>map(one -> threads.submit(() -> shop.open(one))).toList();
      for (Future<?> putting : threads.invokeAll(new Producers(shop, items).all())) {
        putting.get();
      }
      shop.end();
      for (Future<?> consumer : getting) {
        consumer.get();
      }
    }
  }

  /** No item twice, none that nobody put, and none that the service cannot account for. */
  private static void assertCounted(Shop shop, Collection<String> found) throws Exception {
    assertThat(found).doesNotHaveDuplicates();
    assertThat(tried(shop)).containsAll(found);
    assertThat(shop.count("gets") - shop.count("returns")).isEqualTo(shop.count("puts"));
  }

  private static Set<String> put(Shop shop) throws Exception {
    Set<String> put = new HashSet<>(shop.put);
    put.addAll(shop.notes.ids("put"));
    return put;
  }

  private static Collection<String> tried(Shop shop) throws Exception {
    Set<String> tried = new HashSet<>(shop.put);
    tried.addAll(shop.notes.ids("try"));
    return tried;
  }
}
