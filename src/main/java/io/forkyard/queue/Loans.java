package io.forkyard.queue;

import io.forkyard.line.LeaseTimer;
import io.forkyard.line.Lines;
import java.time.Duration;

/** What becomes of lent items. Any thread may call. */
public final class Loans {

  private final LeaseStore leases;
  private final LeaseTimer timer;
  private final Lines<QueueWaiter<?>, QueueLine> lines;

  Loans(LeaseStore leases, LeaseTimer timer, Lines<QueueWaiter<?>, QueueLine> lines) {
    this.leases = leases;
    this.timer = timer;
    this.lines = lines;
  }

  /** Ends a lease for good: the item is gone. Whether the lease was still held. */
  public boolean ack(String queue, String token) {
    return changed(queue, leases.ack(queue, token));
  }

  /**
   * Ends a lease: the item is at the head again, in its order, or a dead letter when it was lent as
   * often as may be. Whether the lease was still held.
   */
  public boolean nack(String queue, String token) {
    return changed(queue, leases.nack(queue, token));
  }

  private boolean changed(String queue, boolean done) {
    if (done) {
      lines.changed(queue);
    }
    return done;
  }

  /** Lets a lease last from now on as long as before. Whether it was still held. */
  public boolean extend(String queue, String token) {
    return leases.extend(queue, token, null);
  }

  /** Lets a lease last from now on for this time. Whether it was still held. */
  public boolean extend(String queue, String token, Duration lease) {
    boolean held = leases.extend(queue, token, lease);
    timer.lent(lease);
    return held;
  }

  /** Puts dead letters behind all items, oldest first, as many as there is room for. */
  public int requeue(String queue) {
    int items = leases.requeue(queue);
    lines.changed(queue);
    return items;
  }

  /**
   * Ends all leases of a child JVM, once it is gone, as {@link #nack} does; the next waiters are
   * served at once. To be called for every child that something may have been lent to.
   *
   * @param child the id of its process
   */
  public void releaseAll(String child) {
    leases.releaseAll(child).forEach(lines::changed);
  }
}
