package io.forkyard.lock;

import io.forkyard.line.Places;
import io.forkyard.line.Waiter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Who stands where in a line of which all want the same. */
final class SharedPlaces<W extends Waiter<?>> extends Places<W, SharedClaims<W>> {

  private final SequencedSet<W> row = new LinkedHashSet<>();

  /** How many could be served after the last turn; before the first some try. */
  private long left = BLIND;

  @Override
  protected void enter(W waiter) {
    row.add(waiter);
  }

  @Override
  protected boolean remove(W waiter) {
    return row.remove(waiter);
  }

  @Override
  protected List<SequencedSet<? extends W>> rows() {
    return List.of(row);
  }

  int waiting() {
    return waiting(row);
  }

  @Override
  protected SharedClaims<W> choose(boolean known) {
    return new SharedClaims<>(row.stream().limit(known ? Math.min(left, GROUP) : BLIND).toList());
  }

  /**
   * Takes out those who were served, and those whose last turn was in vain.
   *
   * @return the latter
   */
  synchronized List<W> settle(SharedClaims<W> claims, Turns.Turn<W, ?> turn) {
    left = turn.left();
    List<W> late = new ArrayList<>();
    for (W waiter : claims.all()) {
      settle(waiter, turn.served().containsKey(waiter), true, late);
    }
    return late;
  }
}
