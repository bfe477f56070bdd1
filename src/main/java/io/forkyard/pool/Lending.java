package io.forkyard.pool;

import io.forkyard.job.Lent;
import io.forkyard.process.CallRefusedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets jobs wait for jobs without blocking their pool. While at least one thread of a job waits,
 * its place in the pool is lent; before the last of them goes on it takes the place back, ahead of
 * the jobs that wait for their turn. A lent place goes first to the job that is waited for. So the
 * jobs that compute are no more than the pool's size, and those that wait never fill it. Only a
 * wait whose time is up or that is interrupted does not wait for its place as well: who has it may
 * be the very job that was waited for, and that may never end. Such a job computes beyond the size.
 *
 * <p>A child that waits lives on. If all children that may live at all waited, none could run what
 * they wait for; so {@link Places} refuses the wait that would leave none. A single process has no
 * place in a pool to lend. Any thread may call.
 */
final class Lending {

  /** So many jobs fit into a statement. */
  private static final int MOST = 1000;

  private final Places places;
  private final Consumer<String> wake;

  /** Guarded by this, as is what it holds. */
  private final Map<Run, Loan> loans = new HashMap<>();

  /** Guarded by this: those whose waits have ended, in turn. */
  private final Deque<Loan> returning = new ArrayDeque<>();

  /** Guarded by this: how many waits have ended. */
  private long turns;

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

    /** What is waited for, once for each wait. */
    private final List<UUID> awaited = new ArrayList<>();

    /** Completes with the place, or when it is not needed any more; null while it waits. */
    private @Nullable CompletableFuture<@Nullable Void> back;

    /** Of its wish to come back. */
    private long turn;

    Loan(String pool) {
      this.pool = pool;
    }
  }

  /**
   * Lends a job's place; each call is followed by one of {@link #takeBack}.
   *
   * @param awaited the job that is waited for
   * @throws CallRefusedException if so many jobs wait that no place would be left
   */
  void lend(Caller caller, UUID awaited) throws CallRefusedException {
    Run run = caller.run();
    if (run == null) {
      places.beginWait(true);
      return;
    }
    synchronized (this) {
      if (run.settled().isDone()) {
        throw CallRefusedException.failed("The job has ended");
      }
      Loan loan = loans.get(run);
      if (loan == null || loan.awaited.isEmpty()) {
        places.beginWait(false);
      }
      if (loan == null) {
        loan = new Loan(caller.pool());
        loans.put(run, loan);
      }
      loan.awaited.add(awaited);
      goOn(loan);
    }
    wake.accept(caller.pool());
  }

  /**
   * Returns when the job has a place again, or needs none, since it has ended or waits again, or
   * goes on without one, since its time is up or it is interrupted.
   */
  void takeBack(Caller caller, UUID awaited, Duration limit) {
    Run run = caller.run();
    if (run == null) {
      places.endWait(true);
      return;
    }
    CompletableFuture<@Nullable Void> back = ask(run, awaited);
    if (back != null) {
      wake.accept(caller.pool());
      if (!within(limit, back)) {
        goBeyond(run, back);
        wake.accept(caller.pool());
      }
    }
  }

  /** An interrupt stays to be seen. */
  private static boolean within(Duration limit, CompletableFuture<@Nullable Void> back) {
    try {
      back.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A place cannot fail", e);
    }
  }

  /** Unless the place has just come. */
  private synchronized void goBeyond(Run run, CompletableFuture<@Nullable Void> back) {
    Loan loan = loans.get(run);
    if (loan != null && loan.back == back) {
      loans.remove(run);
      goOn(loan);
    }
  }

  private synchronized @Nullable CompletableFuture<@Nullable Void> ask(Run run, UUID awaited) {
    Loan loan = loans.get(run);
    if (loan == null) {
      return null;
    }
    loan.awaited.remove(awaited);
    if (!loan.awaited.isEmpty()) {
      return null;
    }
    places.endWait(false);
    CompletableFuture<@Nullable Void> back = new CompletableFuture<>();
    loan.back = back;
    loan.turn = ++turns;
    returning.add(loan);
    return back;
  }

  /** How many places of a pool are lent. */
  synchronized int lent(String pool) {
    return (int) loans.values().stream().filter(loan -> loan.pool.equals(pool)).count();
  }

  /** The jobs that those of a pool wait for; not all when they are very many. */
  synchronized List<UUID> awaited(String pool) {
    return loans.values().stream()
        .filter(loan -> loan.pool.equals(pool))
        .flatMap(loan -> loan.awaited.stream())
        .distinct()
        .limit(MOST)
        .toList();
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

  /** What is lent of a pool, first what is asked back longest: for a pool of many nodes. */
  synchronized List<Lent> loans(String pool) {
    return loans.entrySet().stream()
        .filter(entry -> entry.getValue().pool.equals(pool))
        .map(entry -> lent(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(Lent::turn))
        .toList();
  }

  private static Lent lent(Run run, Loan loan) {
    return new Lent(run.entry(), run.token(), loan.back == null ? 0 : loan.turn);
  }

  /** Gives these places back, but for those that were lent again meanwhile. */
  synchronized void giveBack(List<Lent> given) {
    for (Loan loan : returning.toArray(Loan[]::new)) {
      if (given.stream().anyMatch(lent -> lent.turn() == loan.turn)) {
        loans.values().remove(loan);
        goOn(loan);
      }
    }
  }

  /** The run has ended, with its waits; called before its worker is free. */
  synchronized void ended(Run run) {
    Loan loan = loans.remove(run);
    if (loan != null) {
      if (!loan.awaited.isEmpty()) {
        places.endWait(false);
      }
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
