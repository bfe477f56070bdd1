package io.forkyard.queue;

import static io.forkyard.queue.TestQueues.async;
import static io.forkyard.queue.TestQueues.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When puts, gets and joins run out of time, by a clock that the test drives. */
class QueueTimesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofNanos(1);

  private final DrivenTicker ticker = new DrivenTicker();
  private TestQueues test;

  @BeforeEach
  void open() {
    test = new TestQueues(ticker);
    test.open("empty", 0);
    test.open("full", 2);
    test.put("full", "1", "2");
  }

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  /** Not a tick before the time is up, and then at once. */
  private <T> T late(Supplier<T> call) throws Exception {
    CompletableFuture<T> outcome = nearlyLate(call);
    assertThat(outcome).isNotDone();
    ticker.pass(TICK);
    return soon(outcome);
  }

  /** One who has a tick left, and knows it. */
  private <T> CompletableFuture<T> nearlyLate(Supplier<T> call) {
    int whole = ticker.waits(TIMEOUT);
    int rest = ticker.waits(TICK);
    CompletableFuture<T> outcome = async(call);
    await(outcome, TIMEOUT, whole);
    ticker.pass(TIMEOUT.minus(TICK));
    await(outcome, TICK, rest);
    return outcome;
  }

  private void await(CompletableFuture<?> outcome, Duration left, int before) {
    while (ticker.waits(left) == before && !outcome.isDone()) {
      Thread.onSpinWait();
    }
  }

  /** CPython, {@code queue.Queue.get}: Empty after the time-out. */
  @Test
  void aGetIsEmptyWhenItsTimeIsUp() throws Exception {
    assertThat(late(() -> test.queues.get("empty", 1, null, TIMEOUT, () -> true)))
        .isEqualTo(new Taken.Empty());
    assertThat(late(() -> test.queues.get("empty", 100, null, TIMEOUT, () -> true)))
        .isEqualTo(new Taken.Empty());
    assertThat(late(() -> test.queues.get("empty", 1, TIMEOUT, TIMEOUT, () -> true)))
        .isEqualTo(new Taken.Empty());
  }

  /** CPython, {@code queue.Queue.put}: Full after the time-out. */
  @Test
  void aPutIsFullWhenItsTimeIsUp() throws Exception {
    assertThat(late(() -> test.queues.put("full", List.of("3"), TIMEOUT, () -> true)))
        .isEqualTo(new Added.Full());
    test.next("full");
    assertThat(late(() -> test.queues.put("full", List.of("3", "4"), TIMEOUT, () -> true)))
        .isEqualTo(new Added.Full());
    assertThat(test.queues.find("full").orElseThrow().qsize()).isEqualTo(1);
  }

  @Test
  void aJoinShowsWhatIsUnfinishedWhenItsTimeIsUp() throws Exception {
    assertThat(late(() -> test.queues.join("full", TIMEOUT).orElseThrow().unfinished()))
        .isEqualTo(2);
  }

  @Test
  void whatComesInTheLastMomentIsInTime() throws Exception {
    CompletableFuture<Taken> got =
        nearlyLate(() -> test.queues.get("empty", 1, null, TIMEOUT, () -> true));
    test.put("empty", "1");
    assertThat(TestQueues.text(soon(got))).isEqualTo("1");
  }

  /** A try needs no time: the clock stands still. */
  @Test
  void whoDoesNotBlockHasItsAnswerAtOnce() {
    assertThat(test.get("empty")).isEqualTo(new Taken.Empty());
    assertThat(test.put("full", "3")).isEqualTo(new Added.Full());
    assertThat(test.queues.join("full", Duration.ZERO).orElseThrow().unfinished()).isEqualTo(2);
  }
}
