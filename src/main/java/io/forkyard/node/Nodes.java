package io.forkyard.node;

import io.forkyard.storage.DataDirectory;
import io.forkyard.storage.Node;

/**
 * The services on this database. What children of a service have is owned by its node; what a node
 * owned that is not among these any more may be settled by anybody.
 */
public final class Nodes {

  private final NodeStore store;
  private final Node self;
  private final DataDirectory data;

  Nodes(NodeStore store, Node self, DataDirectory data) {
    this.store = store;
    this.self = self;
    this.data = data;
  }

  /** This one. */
  public Node self() {
    return self;
  }

  /** Before anything is owned. The database is ours, so whoever had it before is gone. */
  void join() {
    store.join(self, data.id());
  }
}
