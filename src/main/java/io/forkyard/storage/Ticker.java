package io.forkyard.storage;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The time by which waits run out. It never goes back. */
public interface Ticker {

  /** The real one. */
  Ticker REAL =
      new Ticker() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public boolean tryAcquire(Semaphore change, long nanos) throws InterruptedException {
          return change.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        }
      };

  /** Nanoseconds since some moment. */
  long nanoTime();

  /** Waits for a permit, until so much time has passed. Whether there was one. */
  boolean tryAcquire(Semaphore change, long nanos) throws InterruptedException;
}
