package io.forkyard.storage;

import java.time.Duration;

/**
 * How long a node may be silent, and what follows from it. All nodes of a database must have the
 * same.
 *
 * @param limit after which the others give it up for lost and run its jobs again
 */
public record Silence(Duration limit) {

  /** Between two signs of life. */
  public Duration beat() {
    return limit.dividedBy(4);
  }

  /**
   * Until the next sign of life is given.
   *
   * @param given whether the last came through; if not, the database may be back in a moment, and
   *     whoever waits a whole beat for it ends children that it could have kept
   */
  public Duration next(boolean given) {
    return given ? beat() : beat().dividedBy(5);
  }

  /**
   * After which a node that cannot give a sign of life ends its children: well before others run
   * their jobs.
   */
  public Duration own() {
    return limit.multipliedBy(3).dividedBy(4);
  }

  /**
   * After which a child that hears nothing of its node ends itself. The node's last sign of life
   * may be a beat older than its last word to the child.
   */
  public Duration inChild() {
    return own().minus(beat());
  }

  /** How long a node may stand still in a transaction, while all others wait. */
  Duration inTransaction() {
    return limit.dividedBy(4);
  }

  /** How long a node waits for the transactions of others. */
  Duration forOthers() {
    return limit.dividedBy(2);
  }
}
