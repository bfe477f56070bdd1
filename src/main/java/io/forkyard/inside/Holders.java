package io.forkyard.inside;

import io.forkyard.lock.Holder;
import io.forkyard.lock.Holdings;
import io.forkyard.process.Child;
import io.forkyard.queue.Loans;
import io.forkyard.storage.Persistence;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The living children that have asked for a lock, a permit or a lent item. What one holds is free
 * as soon as it is gone, also what it was granted while it died. Any thread may call.
 */
final class Holders {

  private final HolderStore store;
  private final Holdings holdings;
  private final Loans loans;
  private final Persistence persistence;
  private final Set<UUID> known = ConcurrentHashMap.newKeySet();

  Holders(HolderStore store, Holdings holdings, Loans loans, Persistence persistence) {
    this.store = store;
    this.holdings = holdings;
    this.loans = loans;
    this.persistence = persistence;
  }

  /**
   * Takes something for a child. One that is alive afterwards has it while it lives; of one that is
   * not the end may have passed already, so it is freed once more.
   */
  <T> T taking(Child child, Function<Holder.Child, T> take) {
    Holder.Child holder = of(child);
    try {
      return take.apply(holder);
    } finally {
      if (!child.isAlive()) {
        release(holder);
      }
    }
  }

  /** As the child is to be called by whoever takes or releases something for it. */
  Holder.Child of(Child child) {
    Holder.Child holder = new Holder.Child(child.id().toString());
    if (!known.contains(child.id())) {
      store.add(holder.process());
    }
    if (known.add(child.id())) {
      child.exit().thenRunAsync(() -> gone(child, holder), Thread::startVirtualThread);
    }
    return holder;
  }

  /** Frees what children of nodes have that are gone. Before anybody takes something, too. */
  void rescue() {
    store.orphans().forEach(child -> release(new Holder.Child(child)));
  }

  private void gone(Child child, Holder.Child holder) {
    release(holder);
    known.remove(child.id());
  }

  private void release(Holder.Child holder) {
    var unused =
        persistence.insist(
            "the release of what " + holder.label() + " held",
            () -> {
              holdings.releaseAll(holder);
              loans.releaseAll(holder.process());
              store.remove(holder.process());
              return true;
            });
  }
}
