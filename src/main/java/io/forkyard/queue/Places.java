package io.forkyard.queue;

import io.forkyard.queue.Exchange.Level;
import io.forkyard.queue.Exchange.Put;
import io.forkyard.queue.Exchange.Verdict;
import io.forkyard.queue.Exchange.Wish;
import io.forkyard.queue.Waiter.Getter;
import io.forkyard.queue.Waiter.Putter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who stands where in a line, and whether somebody goes round for them. Its monitor guards all of
 * it, and what a {@link Waiter} says of its turn.
 */
final class Places {

  /** How many are claimed at once: so many when it is known what the queue holds, else fewer. */
  private static final int GROUP = 256;

  private static final int BLIND = 64;

  private final SequencedSet<Putter> putters = new LinkedHashSet<>();
  private final SequencedSet<Getter> getters = new LinkedHashSet<>();
  private boolean running;

  /** What the queue holds after the last exchange; null before the first. */
  private @Nullable Level level;

  /** The queue may have changed since. */
  private boolean stale;

  /** Who is part of an exchange, in their order. */
  record Claims(List<Putter> putters, List<Getter> getters) {

    Stream<Waiter<?>> all() {
      return Stream.concat(putters.stream(), getters.stream());
    }

    Claims without(Collection<Waiter<?>> gone) {
      return gone.isEmpty()
          ? this
          : new Claims(
              putters.stream().filter(putter -> !gone.contains(putter)).toList(),
              getters.stream().filter(getter -> !gone.contains(getter)).toList());
    }

    List<Put> puts() {
      return putters.stream().map(putter -> putter.put).toList();
    }

    List<Wish> wishes() {
      return getters.stream().map(getter -> getter.wish).toList();
    }
  }

  /** Whether somebody has to go round now, the caller of this. */
  synchronized boolean add(Waiter<?> waiter) {
    switch (waiter) {
      case Putter putter -> putters.add(putter);
      case Getter getter -> getters.add(getter);
    }
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
  synchronized boolean leave(Waiter<?> waiter, @Nullable Refusal why) {
    if (waiter.claimed || why == null && !waiter.tried) {
      waiter.last = true;
      return false;
    }
    return remove(waiter);
  }

  private boolean remove(Waiter<?> waiter) {
    return switch (waiter) {
      case Putter putter -> putters.remove(putter);
      case Getter getter -> getters.remove(getter);
    };
  }

  synchronized void drop(Collection<Waiter<?>> waiters) {
    waiters.forEach(this::remove);
    stale = true;
  }

  /** Empties it but for those whose turn has come. */
  synchronized List<Waiter<?>> clear() {
    List<Waiter<?>> waiting =
        Stream.<Waiter<?>>concat(putters.stream(), getters.stream())
            .filter(waiter -> !waiter.claimed)
            .toList();
    drop(waiting);
    return waiting;
  }

  synchronized int size() {
    return putters.size() + getters.size();
  }

  synchronized int waitingPutters() {
    return (int) putters.stream().filter(putter -> putter.tried).count();
  }

  synchronized int waitingGetters() {
    return (int) getters.stream().filter(getter -> getter.tried).count();
  }

  /**
   * Those from the front who can be served, as far as is known. With none there is nothing to do,
   * and whoever comes next has to go round.
   *
   * @param late gets those whose last turn was in vain
   */
  synchronized @Nullable Claims claim(List<Waiter<?>> late) {
    Level known = stale ? null : level;
    List<Putter> first = new ArrayList<>();
    Level after = claimPutters(first, known);
    Claims claims = new Claims(first, claimGetters(after));
    claims.all().forEach(waiter -> waiter.claimed = true);
    if (claims.all().findAny().isPresent()) {
      return claims;
    }
    late.addAll(inVain(putters));
    late.addAll(inVain(getters));
    late.forEach(this::remove);
    running = false;
    return null;
  }

  /** What the queue will hold then, if that is known. */
  private @Nullable Level claimPutters(List<Putter> claimed, @Nullable Level known) {
    Level level = known;
    for (Putter putter : putters) {
      if (claimed.size() == (level == null ? BLIND : GROUP)) {
        break;
      }
      if (level != null) {
        Verdict verdict = level.verdict(putter.put.drafts(), false);
        if (verdict == Verdict.NO_ROOM) {
          break;
        }
        level = verdict == Verdict.STORED ? level.plus(putter.put.drafts()) : level;
      }
      claimed.add(putter);
    }
    return level;
  }

  private List<Getter> claimGetters(@Nullable Level level) {
    List<Getter> claimed = new ArrayList<>();
    int most = level == null ? BLIND : GROUP;
    long items = level == null ? Long.MAX_VALUE : level.ready();
    for (Getter getter : getters) {
      if (items <= 0 || claimed.size() == most) {
        break;
      }
      claimed.add(getter);
      items -= getter.wish.max();
    }
    return claimed;
  }

  /** Only the newest have not been tried yet. */
  private static <W extends Waiter<?>> List<W> inVain(SequencedSet<W> waiters) {
    List<W> late = new ArrayList<>();
    for (W waiter : waiters.reversed()) {
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

  /** To be said before an exchange, which will see all changes so far. */
  synchronized void fresh() {
    stale = false;
  }

  /**
   * Takes out those who were served, and those whose last turn was in vain.
   *
   * @return the latter
   */
  synchronized List<Waiter<?>> settle(Claims claims, Exchange.Done done) {
    level = done.level();
    List<Waiter<?>> late = new ArrayList<>();
    for (int n = 0; n < claims.putters().size(); n++) {
      settle(claims.putters().get(n), done.puts().get(n) != Verdict.NO_ROOM, true, late);
    }
    for (int n = 0; n < claims.getters().size(); n++) {
      boolean served = n < done.taken().size() && !done.taken().get(n).isEmpty();
      settle(claims.getters().get(n), served, done.level().ready() == 0, late);
    }
    return late;
  }

  /**
   * One of them.
   *
   * @param vain whether a turn that did not serve it counts
   */
  private void settle(Waiter<?> waiter, boolean served, boolean vain, List<Waiter<?>> late) {
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
