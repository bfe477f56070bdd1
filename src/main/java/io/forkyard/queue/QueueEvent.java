package io.forkyard.queue;

import java.util.List;

/** What happens to queues, for those who count. */
public sealed interface QueueEvent {

  /** The queue it is about. */
  String queue();

  /** It is there: created now, or found at the start. */
  record Opened(String queue) implements QueueEvent {}

  /** It is gone. */
  record Deleted(String queue) implements QueueEvent {}

  /**
   * Items came and went.
   *
   * @param put how many came
   * @param got those that went, lent or for good
   */
  record Moved(String queue, int put, List<Item> got) implements QueueEvent {}

  /** An item that went did not reach its caller, and is there again. */
  record Returned(String queue) implements QueueEvent {}
}
