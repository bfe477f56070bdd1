package io.forkyard.queue;

import io.forkyard.line.Lines;

/** What of queues is lent to child JVMs. */
public final class Loans {

  private final LeaseStore leases;
  private final Lines<QueueWaiter<?>, QueueLine> lines;

  Loans(LeaseStore leases, Lines<QueueWaiter<?>, QueueLine> lines) {
    this.leases = leases;
    this.lines = lines;
  }

  /**
   * Ends all leases of a child, once it is gone: each item is at the head again, in its order, or a
   * dead letter when it was lent as often as may be. The next waiters are served at once. To be
   * called for every child that something may have been lent to.
   *
   * @param child the id of its process
   */
  public void releaseAll(String child) {
    leases.releaseAll(child).forEach(lines::changed);
  }

  /** Ends the leases of the children of an earlier run. Before anybody gets something. */
  void start() {
    leases.releaseChildren();
  }
}
