package io.forkyard.lock;

import io.forkyard.line.Refusal;

/** What became of a wish for a permit. */
public sealed interface Permit {

  /**
   * It is taken.
   *
   * @param left how many are left
   */
  record Taken(int left) implements Permit {}

  /** There was none in time. */
  record Exhausted() implements Permit {}

  /** It had no turn. */
  record Refused(Refusal why) implements Permit {}
}
