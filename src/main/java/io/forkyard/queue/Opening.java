package io.forkyard.queue;

/** What became of a wish for a queue. */
public sealed interface Opening {

  /** It is new. */
  record Created(QueueStatus queue) implements Opening {}

  /** It was there, with the same settings. */
  record Present(QueueStatus queue) implements Opening {}

  /** It was there, with other settings, and stays as it is. */
  record Conflict(QueueStatus queue) implements Opening {}

  /**
   * There are as many as there may be.
   *
   * @param most how many that is
   */
  record TooMany(int most) implements Opening {}
}
