package io.forkyard.line;

import java.util.Collection;
import java.util.List;

/**
 * Who is part of a transaction, in their order.
 *
 * @param <W> the waiters
 * @param <C> the claims themselves
 */
public interface Claims<W extends Waiter<?>, C> {

  /** Everybody. */
  List<W> all();

  /** The same but for these. */
  C without(Collection<W> gone);
}
