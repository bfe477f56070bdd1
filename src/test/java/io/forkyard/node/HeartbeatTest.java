package io.forkyard.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkyard.TestData;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.SharedClock;
import io.forkyard.storage.Silence;
import io.forkyard.storage.TestDatabase;
import io.forkyard.storage.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CompletableFuture<Void> goesOn = new CompletableFuture<>();
  private TestDatabase test;
  private Node self;
  private Nodes nodes;

  @BeforeEach
  void open() {
    test = TestDatabase.open();
    assumeTrue(test.database().shared(), "the embedded database has one service");
    Ids ids = new Ids(Clock.systemUTC());
    String folder = TestData.folder("beats").toString();
    self = new Node("here", "here", 1);
    nodes = new Nodes(new NodeStore(test.database()), self, ids, folder, SILENCE, Ticker.REAL);
    nodes.join();
  }

  @Test
  void signThatDidNotComeThroughIsGivenAgainManyTimesBeforeTheChildrenEnd() {
    Duration left = SILENCE.own().minus(SILENCE.next(true));

    assertThat(left.dividedBy(SILENCE.next(false))).isGreaterThanOrEqualTo(10);
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  private long seen() {
    return test.database()
        .read(sql -> sql.sql("SELECT seen_at FROM node").query(Long.class).single());
  }

  @Test
  void whatTakesLongToSettleKeepsNoSignOfLifeBack() throws Exception {
    AtomicInteger rescues = new AtomicInteger();
    nodes.onGone(() -> {
      if (rescues.incrementAndGet() > 1) {
        beStuck();
      }
    });
    beatsGoOn(new SharedClock(Clock.systemUTC()));
    assertThat(rescues).as("the second is not over").hasValue(2);
  }

  @Test
  void comparisonOfTheClocksThatTakesLongKeepsNoSignOfLifeBack() throws Exception {
    beatsGoOn(
        new SharedClock(
            new Clock() {

              @Override
              public Instant instant() {
                beStuck();
                return Instant.EPOCH;
              }

              @Override
              public ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                return this;
              }
            }));
  }

  private void beStuck() {
    stuck.countDown();
    goesOn.join();
  }

  private void beatsGoOn(SharedClock clock) throws Exception {
    try (Heartbeat heartbeat = new Heartbeat(nodes, SHORT, test.database(), clock)) {
      heartbeat.start();
      stuck.await();
      for (int beats = 0; beats < 3; beats++) {
        long last = seen();
        while (seen() == last) {
          Thread.onSpinWait();
        }
      }
      goesOn.complete(null);
    }
  }
}
