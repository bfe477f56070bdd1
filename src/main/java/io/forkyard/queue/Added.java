package io.forkyard.queue;

import io.forkyard.line.Refusal;
import java.util.List;

/** What became of a put. */
public sealed interface Added {

  /**
   * All items are stored, in their order.
   *
   * @param ids of the items
   */
  record Stored(List<String> ids) implements Added {}

  /** Its proviso says that all this was done before; it was not done again. */
  record Repeated() implements Added {}

  /** There was no room for all of them in time: {@code queue.Full}. */
  record Full() implements Added {}

  /**
   * They are more than the queue could ever hold.
   *
   * @param most how many it holds
   */
  record TooMany(int most) implements Added {}

  /** It had no turn. */
  record Refused(Refusal why) implements Added {}
}
