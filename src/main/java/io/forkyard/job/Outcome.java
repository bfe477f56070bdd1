package io.forkyard.job;

/** How one item of a map ended. */
public sealed interface Outcome {

  /**
   * With a value.
   *
   * @param json without line breaks
   */
  record Value(String json) implements Outcome {}

  /** Without one. */
  record Failed(Failure failure) implements Outcome {}
}
