package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenTicker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** An end is stored at last, whatever the store does meanwhile. */
class PersistenceTest {

  private final ChangeSignal signal = new ChangeSignal();
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void writeIsRepeatedAfterFailuresOfAnyKind() {
    boolean stored =
        new Persistence(signal, Duration.ofMillis(1))
            .insist(
                "the end",
                () ->
                    switch (tries.incrementAndGet()) {
                      case 1 -> throw new DataAccessResourceFailureException("no room");
                      case 2 -> throw new IllegalStateException("no memory");
                      default -> true;
                    });

    assertThat(stored).isTrue();
    assertThat(tries).hasValue(3);
  }

  @Test
  void writeThatChangesNothingIsNotRepeated() {
    boolean stored =
        new Persistence(signal, Duration.ofHours(1))
            .insist(
                "the end",
                () -> {
                  tries.incrementAndGet();
                  return false;
                });

    assertThat(stored).isFalse();
    assertThat(tries).hasValue(1);
  }

  @Test
  void interruptDoesNotEndTheRepetitionAndIsKept() {
    Thread.currentThread().interrupt();

    boolean stored =
        new Persistence(signal, Duration.ofMillis(1))
            .insist(
                "the end",
                () -> {
                  if (tries.incrementAndGet() < 3) {
                    throw new DataAccessResourceFailureException("no room");
                  }
                  return !Thread.currentThread().isInterrupted();
                });

    assertThat(stored).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Its caller is answered no more, but what he was granted has to be given back. */
  @Test
  void beginOfAStopDoesNotHurryIt() throws Exception {
    DrivenTicker ticker = new DrivenTicker();
    ChangeSignal stopping = new ChangeSignal(ticker);
    Duration pause = Duration.ofSeconds(1);
    stopping.drain();

    CompletableFuture<Boolean> stored =
        CompletableFuture.supplyAsync(() ->
            ChangeSignal.forCaller(() ->
                new Persistence(stopping, pause)
                    .insist(
                        "the end",
                        () -> {
                          if (tries.incrementAndGet() == 1) {
                            throw new DataAccessResourceFailureException("no room");
                          }
                          return true;
                        })));

    while (ticker.waits(pause) == 0 && !stored.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(tries).hasValue(1);
    ticker.pass(pause);
    assertThat(stored.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void stopOfTheServiceGivesUp() {
    signal.close();

    boolean stored =
        new Persistence(signal, Duration.ofHours(1))
            .insist(
                "the end",
                () -> {
                  tries.incrementAndGet();
                  throw new IllegalStateException("closed");
                });

    assertThat(stored).isFalse();
    assertThat(tries).hasValue(1);
  }
}
