package io.forkyard.queue;

import io.forkyard.line.Refusal;
import java.util.List;

/** What became of a get. */
public sealed interface Taken {

  /** At least one item, in the order of their puts. */
  record Items(List<Item> items) implements Taken {}

  /** There was none in time: {@code queue.Empty}. */
  record Empty() implements Taken {}

  /** It had no turn. */
  record Refused(Refusal why) implements Taken {}
}
