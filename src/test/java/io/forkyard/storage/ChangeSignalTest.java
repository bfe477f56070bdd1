package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeSignalTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final ChangeSignal signal = new ChangeSignal();
  private final AtomicInteger value = new AtomicInteger();
  private final CountDownLatch looked = new CountDownLatch(1);

  @Test
  void waiterWhenTheChangeComesSeesIt() throws Exception {
    CompletableFuture<Integer> waiter = waitForOne();
    looked.await();

    value.set(1);
    signal.changed("topic");

    assertThat(waiter.get(1, TimeUnit.MINUTES)).isEqualTo(1);
  }

  @Test
  void waiterWhenTheTimeIsUpSeesWhatThereIs() {
    assertThat(signal.await("topic", Duration.ofMillis(1), value::get, seen -> seen == 1)).isZero();
  }

  @Test
  void waiterWhenTheServiceStopsIsAnswered() throws Exception {
    CompletableFuture<Integer> waiter = waitForOne();
    looked.await();

    signal.close();

    assertThat(waiter.get(1, TimeUnit.MINUTES)).isZero();
    assertThat(signal.await("topic", LONG, value::get, seen -> seen == 1)).isZero();
  }

  @Test
  void waiterWhenInterruptedKeepsItsFlag() throws Exception {
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread waiter =
        Thread.ofVirtual()
            .start(() -> {
              signal.await("topic", LONG, this::look, seen -> seen == 1);
              flag.complete(Thread.currentThread().isInterrupted());
            });
    looked.await();

    waiter.interrupt();

    assertThat(flag.get(1, TimeUnit.MINUTES)).isTrue();
  }

  private CompletableFuture<Integer> waitForOne() {
    return CompletableFuture.supplyAsync(
        () -> signal.await("topic", LONG, this::look, seen -> seen == 1),
        task -> Thread.ofVirtual().start(task));
  }

  private int look() {
    int seen = value.get();
    looked.countDown();
    return seen;
  }
}
