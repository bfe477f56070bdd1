package io.forkyard.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkyard.DrivenClock;
import io.forkyard.DrivenTicker;
import io.forkyard.TestData;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.SharedClock;
import io.forkyard.storage.Silence;
import io.forkyard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signs of life of a node that has others beside it. */
class HeartbeatTest {

  private static final Silence SILENCE = new Silence(Duration.ofSeconds(20));
  private static final Silence SHORT = new Silence(Duration.ofMillis(80));

  private final DrivenTicker ticker = new DrivenTicker();
  private final AtomicInteger rescues = new AtomicInteger();
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CompletableFuture<Void> goesOn = new CompletableFuture<>();

  /** How often it is to try to come back. */
  private final CountDownLatch tries = new CountDownLatch(3);

  private TestDatabase test;
  private Nodes nodes;

  @BeforeEach
  void open() {
    test = TestDatabase.open();
    assumeTrue(test.database().shared(), "the embedded database has one service");
    Ids ids = new Ids(stopping(tries::countDown));
    String folder = TestData.folder("beats").toString();
    Node self = new Node("here", "here", 1);
    nodes = new Nodes(new NodeStore(test.database()), self, ids, folder, SILENCE, ticker);
    nodes.join();
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  @Test
  void signThatDidNotComeThroughIsGivenAgainManyTimesBeforeTheChildrenEnd() {
    Duration left = SILENCE.own().minus(SILENCE.next(true));

    assertThat(left.dividedBy(SILENCE.next(false))).isGreaterThanOrEqualTo(10);
  }

  @Test
  void whatTakesLongToSettleKeepsNoSignOfLifeBack() throws Exception {
    nodes.onGone(() -> {
      if (rescues.incrementAndGet() > 1) {
        beStuck();
      }
    });
    try (Heartbeat heartbeat = heartbeat(Clock.systemUTC())) {
      heartbeat.start();
      awaitSigns();
      assertThat(rescues).as("the second is not over").hasValue(2);
      goesOn.complete(null);
    }
  }

  @Test
  void comparisonOfTheClocksThatTakesLongKeepsNoSignOfLifeBack() throws Exception {
    try (Heartbeat heartbeat = heartbeat(stopping(this::beStuck))) {
      heartbeat.start();
      awaitSigns();
      goesOn.complete(null);
    }
  }

  @Test
  void nodeThatCanGiveNoSignSettlesNothingUntilItIsBack() throws Exception {
    CountDownLatch back = new CountDownLatch(2);
    nodes.onGone(() -> {
      rescues.incrementAndGet();
      back.countDown();
    });
    rename("seen_at", "away");
    ticker.pass(SILENCE.own().plusMillis(1));
    try (Heartbeat heartbeat = heartbeat(Clock.systemUTC())) {
      heartbeat.start();
      tries.await();
      assertThat(rescues).as("the one of the start").hasValue(1);

      rename("away", "seen_at");
      back.await();
    }
  }

  private Heartbeat heartbeat(Clock own) {
    return new Heartbeat(nodes, SHORT, test.database(), new SharedClock(own));
  }

  /** A clock that does something before it tells the time. */
  private static Clock stopping(Runnable first) {
    return new DrivenClock() {

      @Override
      public Instant instant() {
        first.run();
        return super.instant();
      }
    };
  }

  private void beStuck() {
    stuck.countDown();
    goesOn.join();
  }

  /** Of a node that is stuck elsewhere. */
  private void awaitSigns() throws Exception {
    stuck.await();
    for (int beats = 0; beats < 3; beats++) {
      long last = seen();
      while (seen() == last) {
        Thread.onSpinWait();
      }
    }
  }

  private long seen() {
    return test.database()
        .read(sql -> sql.sql("SELECT seen_at FROM node").query(Long.class).single());
  }

  private void rename(String from, String to) {
    test.database()
        .write(sql -> sql.sql("ALTER TABLE node RENAME COLUMN " + from + " TO " + to).update());
  }
}
