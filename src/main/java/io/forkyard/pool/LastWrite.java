package io.forkyard.pool;

import io.forkyard.storage.Persistence;
import io.forkyard.storage.Ticker;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the end of a run is stored: again and again until it is, or the service stops. The run's
 * thread's.
 *
 * @param what is stored, for the log
 * @param begin begins to store it; what it gives waits, and says whether the end was the run's
 */
record LastWrite(Persistence persistence, String what, Supplier<BooleanSupplier> begin) {

  /** How long the end waits for the pool. */
  private static final Duration PATIENCE = Duration.ofMillis(5);

  /** Stores the end of a run whose child gets no other task. */
  boolean store() {
    return persistence.insist(what, () -> begin.get().getAsBoolean());
  }

  /**
   * The same for a child that goes on. Its pool begins, and may then give it a task in the same
   * write; unless it is too busy for that.
   */
  boolean store(Run.Owner owner) {
    Semaphore begun = new Semaphore(0);
    FutureTask<BooleanSupplier> task =
        new FutureTask<>(begin::get) {
          @Override
          protected void done() {
            begun.release();
          }
        };
    owner.answered(task);
    AtomicReference<@Nullable BooleanSupplier> first =
        new AtomicReference<>(() -> begun(task, begun).getAsBoolean());
    return persistence.insist(
        what,
        () -> {
          BooleanSupplier pools = first.getAndSet(null);
          return (pools == null ? begin.get() : pools).getAsBoolean();
        });
  }

  private static BooleanSupplier begun(FutureTask<BooleanSupplier> task, Semaphore begun) {
    try {
      if (!Ticker.REAL.tryAcquire(begun, PATIENCE.toNanos())) {
        task.run();
      }
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("The pool did not store it", e);
    }
  }
}
