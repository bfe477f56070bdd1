package io.forkyard.queue;

import org.jspecify.annotations.Nullable;

/**
 * How a queue is wanted.
 *
 * @param maxsize most items that are in it or lent from it; 0 or less is no bound
 * @param maxDeliveries how often an item is lent before it is a dead letter; null leaves that of a
 *     queue that is there, else {@link #MAX_DELIVERIES}
 */
public record QueueSettings(int maxsize, @Nullable Integer maxDeliveries) {

  /** Unless said otherwise. */
  public static final int MAX_DELIVERIES = 5;

  public QueueSettings {
    maxsize = Math.max(0, maxsize);
  }

  boolean fit(QueueStatus queue) {
    return maxsize == queue.maxsize()
        && (maxDeliveries == null || maxDeliveries == queue.maxDeliveries());
  }
}
