package io.forkyard.pool;

import io.forkyard.process.CallRefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets jobs wait for jobs without blocking their pool. While at least one thread of a job waits,
 * its place in the pool is lent; before the last of them goes on it takes the place back, ahead of
 * the jobs that wait for their turn. So the jobs that compute are never more than the pool's size,
 * and those that wait for each other never fill it.
 *
 * <p>A child that waits lives on. If all children that may live at all waited, none could run what
 * they wait for; so {@link Places} refuses the wait that would leave none. A single process has no
 * place in a pool to lend. Any thread may call.
 */
final class Lending {

  private final Places places;
  private final Consumer<String> wake;

  /** Guarded by this, as is what it holds. */
  private final Map<Run, Loan> loans = new HashMap<>();

  /** Guarded by this: those whose waits have ended, in turn. */
  private final Deque<Loan> returning = new ArrayDeque<>();

  /**
   * Begins.
   *
   * @param wake tells a pool of this name that its places may have changed
   */
  Lending(Places places, Consumer<String> wake) {
    this.places = places;
    this.wake = wake;
  }

  private static final class Loan {

    private final String pool;
    private int waits;

    /** Completes with the place, or when it is not needed any more; null while it waits. */
    private @Nullable CompletableFuture<@Nullable Void> back;

    Loan(String pool) {
      this.pool = pool;
    }
  }

  /**
   * Lends a job's place; each call is followed by one of {@link #takeBack}.
   *
   * @throws CallRefusedException if so many jobs wait that no place would be left
   */
  void lend(Caller caller) throws CallRefusedException {
    Run run = caller.run();
    if (run == null) {
      places.beginWait(true);
      return;
    }
    synchronized (this) {
      Loan loan = loans.get(run);
      if (loan == null) {
        loan = begin(run, caller.pool());
      }
      loan.waits++;
      goOn(loan);
    }
    wake.accept(caller.pool());
  }

  private Loan begin(Run run, String pool) throws CallRefusedException {
    if (run.settled().isDone()) {
      throw CallRefusedException.failed("The job has ended");
    }
    places.beginWait(false);
    Loan loan = new Loan(pool);
    loans.put(run, loan);
    return loan;
  }

  /** Returns when the job has a place again, or needs none, since it has ended or waits again. */
  void takeBack(Caller caller) {
    Run run = caller.run();
    if (run == null) {
      places.endWait(true);
      return;
    }
    CompletableFuture<@Nullable Void> back = ask(run);
    if (back != null) {
      wake.accept(caller.pool());
      back.join();
    }
  }

  private synchronized @Nullable CompletableFuture<@Nullable Void> ask(Run run) {
    Loan loan = loans.get(run);
    if (loan == null || --loan.waits > 0) {
      return null;
    }
    CompletableFuture<@Nullable Void> back = new CompletableFuture<>();
    loan.back = back;
    returning.add(loan);
    return back;
  }

  /** How many places of a pool are lent. */
  synchronized int lent(String pool) {
    return (int) loans.values().stream().filter(loan -> loan.pool.equals(pool)).count();
  }

  /**
   * Gives places back, as far as there are free ones; called by the pool's thread alone.
   *
   * @param free places that neither a computing job nor one of those that wait has
   * @return how many are left for other jobs
   */
  synchronized int giveBack(String pool, int free) {
    int left = free;
    for (Loan loan : returning.toArray(Loan[]::new)) {
      if (left > 0 && loan.pool.equals(pool)) {
        loans.values().remove(loan);
        over(loan);
        left--;
      }
    }
    return left;
  }

  /** The run has ended, with its waits; called before its worker is free. */
  synchronized void ended(Run run) {
    Loan loan = loans.remove(run);
    if (loan != null) {
      over(loan);
    }
  }

  private void over(Loan loan) {
    places.endWait(false);
    goOn(loan);
  }

  private void goOn(Loan loan) {
    CompletableFuture<@Nullable Void> back = loan.back;
    if (back != null) {
      returning.remove(loan);
      loan.back = null;
      back.complete(null);
    }
  }
}
