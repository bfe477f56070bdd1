package io.forkyard.line;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Who stands where in a line, and whether somebody goes round for them. Its monitor guards all of
 * it, and what a {@link Waiter} says of its turn.
 *
 * @param <W> the waiters
 * @param <C> those whose turn has come
 */
public abstract class Places<W extends Waiter<?>, C extends Claims<W, C>> {

  /** How many are claimed at once when it is known how many can be served. */
  protected static final int GROUP = 256;

  /** How many are claimed at once when that is not known. */
  protected static final int BLIND = 64;

  private boolean running;

  /** What is waited for may have changed since the last transaction. */
  private boolean stale;

  /** Puts a waiter at the end of its row. Under the monitor. */
  protected abstract void enter(W waiter);

  /** Whether it was in its row. Under the monitor. */
  protected abstract boolean remove(W waiter);

  /** The rows, each in its order. */
  protected abstract List<SequencedSet<? extends W>> rows();

  /**
   * Those from the front who can be served. Under the monitor.
   *
   * @param known whether nothing has changed since the last transaction
   */
  protected abstract C choose(boolean known);

  /**
   * Whether somebody has to go round now, the caller of this.
   *
   * @param shared whether other nodes may have changed what is waited for; then each who comes has
   *     a turn, as what is known may be old
   */
  synchronized boolean add(W waiter, boolean shared) {
    enter(waiter);
    stale |= shared;
    return start();
  }

  /** Whether somebody has to go round now, the caller of this. */
  synchronized boolean changed() {
    stale = true;
    return start();
  }

  /** Whether somebody has to go round now, the caller of this. */
  synchronized boolean start() {
    boolean idle = !running;
    running = true;
    return idle;
  }

  /** Whether it has left; else its turn has come, or comes and is its last. */
  synchronized boolean leave(W waiter, @Nullable Refusal why) {
    if (waiter.claimed || why == null && !waiter.tried) {
      waiter.last = true;
      return false;
    }
    return remove(waiter);
  }

  synchronized void drop(Collection<W> waiters) {
    waiters.forEach(this::remove);
    stale = true;
  }

  /** Empties it but for those whose turn has come. */
  synchronized List<W> clear() {
    List<W> waiting = new ArrayList<>();
    rows().forEach(row -> row.stream().filter(waiter -> !waiter.claimed).forEach(waiting::add));
    drop(waiting);
    return waiting;
  }

  synchronized int size() {
    return rows().stream().mapToInt(SequencedSet::size).sum();
  }

  /** How many of a row are blocked. */
  protected final synchronized int waiting(SequencedSet<? extends W> row) {
    return (int) row.stream().filter(waiter -> waiter.tried).count();
  }

  /**
   * Those from the front who can be served, as far as is known. With none there is nothing to do,
   * and whoever comes next has to go round.
   *
   * @param late gets those whose last turn was in vain
   */
  synchronized @Nullable C claim(List<W> late) {
    C claims = choose(!stale);
    claims.all().forEach(waiter -> waiter.claimed = true);
    if (!claims.all().isEmpty()) {
      return claims;
    }
    rows().forEach(row -> late.addAll(inVain(row)));
    late.forEach(this::remove);
    running = false;
    return null;
  }

  /** Only the newest have not been tried yet. */
  private static <W extends Waiter<?>> List<W> inVain(SequencedSet<W> row) {
    List<W> late = new ArrayList<>();
    for (W waiter : row.reversed()) {
      if (waiter.tried) {
        break;
      }
      waiter.tried = true;
      if (waiter.last) {
        late.add(waiter);
      }
    }
    return late;
  }

  /** To be said before a transaction, which will see all changes so far. */
  synchronized void fresh() {
    stale = false;
  }

  /**
   * Ends the turn of one of the claimed. Under the monitor.
   *
   * @param vain whether a turn that did not serve it counts
   * @param late gets it when that was its last
   */
  protected final void settle(W waiter, boolean served, boolean vain, List<? super W> late) {
    waiter.claimed = false;
    if (served) {
      remove(waiter);
    } else if (vain) {
      waiter.tried = true;
      if (waiter.last) {
        remove(waiter);
        late.add(waiter);
      }
    }
  }
}
