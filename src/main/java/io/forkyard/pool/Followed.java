package io.forkyard.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A pool of this node and the row that it follows.
 *
 * @param done completes when it is as the row says, with the process ids of the children that new
 *     settings ask for
 */
record Followed(Pool pool, PoolStore.Row row, CompletableFuture<?> done) {

  /** The first row of its life. */
  static Followed begun(Pool pool, PoolStore.Row row) {
    return new Followed(pool, row, CompletableFuture.completedFuture(null));
  }

  /** Goes on as a later row of the same life says. */
  Followed follow(PoolStore.Row later) {
    if (later.equals(row)) {
      return this;
    }
    List<CompletableFuture<?>> changes = new ArrayList<>();
    if (!later.settings().equals(row.settings())) {
      changes.add(pool.resize(later.settings()));
    }
    if (later.stops() != row.stops()) {
      changes.add(pool.terminate(later.grace()));
    } else if (later.state() != row.state()) {
      changes.add(pool.become(later.state()));
    }
    return new Followed(
        pool, later, CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new)));
  }
}
