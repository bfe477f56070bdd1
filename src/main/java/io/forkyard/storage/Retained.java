package io.forkyard.storage;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Rows of some kind that are removed when nobody needs them any more. */
public interface Retained {

  /** What they are, for the log. */
  String name();

  /**
   * Removes what is too old or too much, in small batches, so that other writers get their turn.
   * Nodes may do so at once.
   *
   * @param before what was over by then is too old; 1970 when nothing ever is
   * @param going whether to go on after a batch
   */
  void prune(Instant before, BooleanSupplier going);
}
