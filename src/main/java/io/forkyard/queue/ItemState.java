package io.forkyard.queue;

/**
 * Where an item is.
 *
 * <pre>
 *   put --> READY --> LENT --> (gone, by ack)
 *             ^  \      |
 *             |   \     +----> READY   nack, the lease or its child ended, or the answer was not heard
 *             |    \    +----> DEAD    the same when it was lent as often as may be
 *             |     +--------> (gone, by a get without a lease)
 *             +-- DEAD         put back by an operator
 * </pre>
 */
public enum ItemState {
  READY,
  LENT,
  DEAD
}
