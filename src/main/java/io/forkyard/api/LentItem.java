package io.forkyard.api;

import java.time.Duration;

/**
 * An item that this process has borrowed from a {@link SharedQueue}. Any thread may use it. When
 * the lease is over the item is somebody else's, and all but {@link #value} and {@link #close} say
 * so.
 *
 * @param <E> the item
 */
public interface LentItem<E> extends AutoCloseable {

  /** The item itself; null is {@link Forkyard#NULL}. */
  E value();

  /**
   * Takes the item from its queue for good.
   *
   * @throws IllegalStateException if the lease is over, or this is no loan any more
   */
  void acknowledge();

  /**
   * Puts the item back to the head of its queue; it has been delivered all the same.
   *
   * @throws IllegalStateException if the lease is over, or this is no loan any more
   */
  void giveBack();

  /**
   * Lets the lease last so long from now on.
   *
   * @param lease from a millisecond to the service's {@code forkyard.queue.max-lease}
   * @throws IllegalArgumentException if the lease is not possible
   * @throws IllegalStateException if the lease is over, or this is no loan any more
   */
  void extend(Duration lease);

  /** Gives the item back, unless it was acknowledged or given back, or the lease is over. */
  @Override
  void close();
}
