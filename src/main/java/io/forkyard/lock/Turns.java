package io.forkyard.lock;

import io.forkyard.line.Waiter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transaction in which the first of a line have their turns.
 *
 * @param <W> the waiters
 * @param <T> their outcomes
 */
interface Turns<W extends Waiter<T>, T> {

  /**
   * What it came to.
   *
   * @param served their outcomes
   * @param left how many more could be served now
   */
  record Turn<W, T>(Map<W, T> served, long left) {}

  /** Serves as many as can be; empty when there is nothing of this name. */
  Optional<Turn<W, T>> turn(String name, List<W> waiters);
}
