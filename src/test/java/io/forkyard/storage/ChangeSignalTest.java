package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void waiterOnAnotherNodeSeesTheChange() throws Exception {
    ChangeSignal other = new ChangeSignal();
    List<String> told = SignalCoupling.couple(signal, other);
    CompletableFuture<Integer> waiter = waitForOne();
    looked.await();

    value.set(1);
    other.changed("topic");

    assertThat(waiter.get(1, TimeUnit.MINUTES)).isEqualTo(1);
    assertThat(told).containsExactly("topic");
  }

  @Test
  void whatConcernsOneNodeIsNotToldToOthers() {
    List<String> told = SignalCoupling.couple(signal, new ChangeSignal());

    signal.changed(ChangeSignal.HERE + "topic");

    assertThat(told).isEmpty();
    assertThat(signal.shared()).isTrue();
    assertThat(new ChangeSignal().shared()).isFalse();
  }

  @Test
  void listenerHearsOfOthersOnlyAndOfWhatWasMissed() {
    ChangeSignal other = new ChangeSignal();
    SignalCoupling.couple(signal, other);
    List<String> heard = new ArrayList<>();
    signal.onArrival("line/", heard::add);
    signal.onArrival("line", rest -> Integer.parseInt(rest));

    signal.changed("line/mine");
    other.changed("line/theirs");
    other.changed("job/theirs");
    signal.missed();

    assertThat(heard).containsExactly("theirs", "");
  }

  @Test
  void waiterWhoMayHaveMissedSomethingLooks() throws Exception {
    CompletableFuture<Integer> waiter = waitForOne();
    looked.await();

    value.set(1);
    signal.missed();

    assertThat(waiter.get(1, TimeUnit.MINUTES)).isEqualTo(1);
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
