package io.forkyard.api;

import java.util.concurrent.TimeUnit;

/**
 * Permits that all jobs, and callers over HTTP, share: {@code multiprocessing.Semaphore}. First
 * come, first served. A process that ends, however it does, gives back what it has acquired and not
 * released.
 */
public interface SharedSemaphore {

  /**
   * Takes a permit, and waits for one.
   *
   * @throws InterruptedException if it was interrupted; it has none then
   */
  void acquire() throws InterruptedException;

  /** Takes a permit if there is one now. */
  boolean tryAcquire();

  /**
   * Takes a permit if there is one in time.
   *
   * @throws InterruptedException if it was interrupted; it has none then
   */
  boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Adds a permit, acquired here or not.
   *
   * @throws IllegalStateException if it is bounded and has all
   */
  void release();

  /** How many are left now. */
  int availablePermits();
}
