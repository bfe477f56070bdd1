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
 * they wait for; so the last place is not lent, and the wait that needs it fails. Any thread may
 * call.
 */
final class Lending {

  private final int most;
  private final Consumer<String> wake;

  /** Guarded by this, as is what it holds. */
  private final Map<Run, Loan> loans = new HashMap<>();

  /** Guarded by this: those whose waits have ended, in turn. */
  private final Deque<Loan> returning = new ArrayDeque<>();

  /**
   * Begins.
   *
   * @param processes most living children of this service
   * @param wake tells a pool of this name that its places may have changed
   */
  Lending(int processes, Consumer<String> wake) {
    this.most = processes - 1;
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
    synchronized (this) {
      Loan loan = loans.get(caller.run());
      if (loan == null) {
        loan = begin(caller);
      }
      loan.waits++;
      goOn(loan);
    }
    wake.accept(caller.pool());
  }

  private Loan begin(Caller caller) throws CallRefusedException {
    if (caller.run().settled().isDone()) {
      throw CallRefusedException.failed("The job has ended");
    }
    if (loans.size() >= most) {
      throw CallRefusedException.refused(
          "Waiting would leave no child to run what is waited for: "
              + loans.size()
              + " jobs wait already, and forkyard.max-processes is "
              + (most + 1));
    }
    Loan loan = new Loan(caller.pool());
    loans.put(caller.run(), loan);
    return loan;
  }

  /** Returns when the job has a place again, or needs none, since it has ended or waits again. */
  void takeBack(Caller caller) {
    CompletableFuture<@Nullable Void> back = ask(caller.run());
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
        goOn(loan);
        left--;
      }
    }
    return left;
  }

  /** The run has ended, with its waits; called before its worker is free. */
  synchronized void ended(Run run) {
    Loan loan = loans.remove(run);
    if (loan != null) {
      goOn(loan);
    }
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
