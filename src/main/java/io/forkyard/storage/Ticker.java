package io.forkyard.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** The time by which waits run out. It never goes back. */
public interface Ticker {

  /** The real one. */
  Ticker REAL =
      new Ticker() {

        private final Alarm alarm = new Alarm();

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public boolean tryAcquire(Semaphore change, long nanos) throws InterruptedException {
          if (change.tryAcquire()) {
            return true;
          }
          try (Alarm.Bell bell = alarm.set(change, nanos)) {
            change.acquire();
            return !bell.rung();
          }
        }
      };

  /** Nanoseconds since some moment. */
  long nanoTime();

  /** Waits for a permit until so much time has passed. Whether there was one. */
  boolean tryAcquire(Semaphore change, long nanos) throws InterruptedException;

  /** Waits until something has completed or so much time has passed. Whether it has completed. */
  default boolean await(CompletableFuture<?> event, long nanos) throws InterruptedException {
    Semaphore done = new Semaphore(0);
    var unused = event.whenComplete((value, failure) -> done.release());
    return tryAcquire(done, nanos) || event.isDone();
  }
}
