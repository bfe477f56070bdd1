package io.forkyard.lock;

import io.forkyard.line.Claims;
import io.forkyard.line.Waiter;
import java.util.Collection;
import java.util.List;

/** Those whose turn has come. */
record SharedClaims<W extends Waiter<?>>(List<W> all) implements Claims<W, SharedClaims<W>> {

  @Override
  public SharedClaims<W> without(Collection<W> gone) {
    return new SharedClaims<>(all.stream().filter(waiter -> !gone.contains(waiter)).toList());
  }
}
