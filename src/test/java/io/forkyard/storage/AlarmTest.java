package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AlarmTest {

  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long MOMENT = Duration.ofMillis(5).toNanos();

  private final Alarm alarm = new Alarm();
  private final Semaphore waiter = new Semaphore(0);

  @Test
  void bellRingsWhenItsTimeHasComeAndNotBefore() throws Exception {
    long begun = System.nanoTime();
    try (Alarm.Bell bell = alarm.set(waiter, MOMENT)) {
      assertThat(bell.rung()).isFalse();

      waiter.acquire();

      assertThat(bell.rung()).isTrue();
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(MOMENT);
    }
  }

  @Test
  void bellThatIsSetLaterForSoonerRingsFirst() throws Exception {
    Semaphore patient = new Semaphore(0);
    try (Alarm.Bell later = alarm.set(patient, HOUR);
        Alarm.Bell sooner = alarm.set(waiter, MOMENT)) {
      waiter.acquire();

      assertThat(sooner.rung()).isTrue();
      assertThat(later.rung()).isFalse();
    }
  }

  @Test
  void closedBellDoesNotRing() throws Exception {
    alarm.set(waiter, MOMENT).close();
    Semaphore after = new Semaphore(0);

    try (Alarm.Bell bell = alarm.set(after, 2 * MOMENT)) {
      after.acquire();
      assertThat(bell.rung()).isTrue();
    }

    assertThat(waiter.availablePermits()).isZero();
  }

  @Test
  void eachOfManyRingsOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 500; n++) {
      long nanos = n % 10 * MOMENT;
      threads.add(Thread.startVirtualThread(() -> alarm.set(waiter, nanos)));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    waiter.acquire(500);

    assertThat(waiter.availablePermits()).isZero();
  }

  @Test
  void othersRingAfterOneThatFails() throws Exception {
    Semaphore broken =
        new Semaphore(0) {
          @Override
          public void release() {
            throw new IllegalStateException("broken");
          }
        };
    try (Alarm.Bell failing = alarm.set(broken, MOMENT);
        Alarm.Bell other = alarm.set(waiter, 2 * MOMENT)) {
      waiter.acquire();

      assertThat(failing.rung()).isTrue();
      assertThat(other.rung()).isTrue();
    }
  }

  @Test
  void waitEndsWithItsPermit() throws Exception {
    Thread.startVirtualThread(waiter::release);

    assertThat(Ticker.REAL.tryAcquire(waiter, HOUR)).isTrue();
  }

  @Test
  void waitEndsWhenItsTimeIsUp() throws Exception {
    assertThat(Ticker.REAL.tryAcquire(waiter, MOMENT)).isFalse();
    assertThat(Ticker.REAL.tryAcquire(waiter, 0)).isFalse();
    assertThat(Ticker.REAL.await(new CompletableFuture<>(), MOMENT)).isFalse();
  }

  @Test
  void waitForWhatHasCompletedEndsAtOnce() throws Exception {
    assertThat(Ticker.REAL.await(CompletableFuture.completedFuture("x"), HOUR)).isTrue();
    assertThat(Ticker.REAL.await(CompletableFuture.failedFuture(new Exception()), HOUR)).isTrue();
  }

  @Test
  void waitEndsWithAnInterrupt() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Ticker.REAL.tryAcquire(waiter, HOUR))
        .isInstanceOf(InterruptedException.class);
  }
}
