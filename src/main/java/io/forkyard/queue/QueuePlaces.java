package io.forkyard.queue;

import io.forkyard.line.Places;
import io.forkyard.queue.Exchange.Level;
import io.forkyard.queue.Exchange.Verdict;
import io.forkyard.queue.QueueWaiter.Getter;
import io.forkyard.queue.QueueWaiter.Putter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Who stands where in the line of a queue: those who put and those who get in rows of their own.
 */
final class QueuePlaces extends Places<QueueWaiter<?>, QueueClaims> {

  private final SequencedSet<Putter> putters = new LinkedHashSet<>();
  private final SequencedSet<Getter> getters = new LinkedHashSet<>();

  /** What the queue holds after the last exchange; null before the first. */
  private @Nullable Level level;

  @Override
  protected void enter(QueueWaiter<?> waiter) {
    switch (waiter) {
      case Putter putter -> putters.add(putter);
      case Getter getter -> getters.add(getter);
    }
  }

  @Override
  protected boolean remove(QueueWaiter<?> waiter) {
    return switch (waiter) {
      case Putter putter -> putters.remove(putter);
      case Getter getter -> getters.remove(getter);
    };
  }

  @Override
  protected List<SequencedSet<? extends QueueWaiter<?>>> rows() {
    return List.of(putters, getters);
  }

  int waitingPutters() {
    return waiting(putters);
  }

  int waitingGetters() {
    return waiting(getters);
  }

  @Override
  protected QueueClaims choose(boolean known) {
    List<Putter> first = new ArrayList<>();
    Level after = choosePutters(first, known ? level : null);
    return new QueueClaims(first, chooseGetters(after));
  }

  /** What the queue will hold then, if that is known. */
  private @Nullable Level choosePutters(List<Putter> chosen, @Nullable Level known) {
    Level level = known;
    for (Putter putter : putters) {
      if (chosen.size() == (level == null ? BLIND : GROUP)) {
        break;
      }
      if (level != null) {
        Verdict verdict = level.verdict(putter.put.drafts(), false);
        if (verdict == Verdict.NO_ROOM) {
          break;
        }
        level = verdict == Verdict.STORED ? level.plus(putter.put.drafts()) : level;
      }
      chosen.add(putter);
    }
    return level;
  }

  private List<Getter> chooseGetters(@Nullable Level level) {
    List<Getter> chosen = new ArrayList<>();
    int most = level == null ? BLIND : GROUP;
    long items = level == null ? Long.MAX_VALUE : level.ready();
    for (Getter getter : getters) {
      if (items <= 0 || chosen.size() == most) {
        break;
      }
      chosen.add(getter);
      items -= getter.wish.max();
    }
    return chosen;
  }

  /**
   * Takes out those who were served, and those whose last turn was in vain.
   *
   * @return the latter
   */
  synchronized List<QueueWaiter<?>> settle(QueueClaims claims, Exchange.Done done) {
    level = done.level();
    List<QueueWaiter<?>> late = new ArrayList<>();
    for (int n = 0; n < claims.putters().size(); n++) {
      settle(claims.putters().get(n), done.puts().get(n) != Verdict.NO_ROOM, true, late);
    }
    for (int n = 0; n < claims.getters().size(); n++) {
      boolean served = n < done.taken().size() && !done.taken().get(n).isEmpty();
      settle(claims.getters().get(n), served, done.level().ready() == 0, late);
    }
    return late;
  }
}
