package io.forkyard.pool;

import io.forkyard.job.MapStatus;

/** What became of a wish to stop a map. */
public sealed interface MapStopped {

  /** Nothing of it ran, and nothing will. */
  record Cancelled(MapStatus map) implements MapStopped {}

  /** The children that run its items were told to stop. */
  record Stopping(MapStatus map) implements MapStopped {}

  /** It had ended before. */
  record AlreadyFinished(MapStatus map) implements MapStopped {}

  /** There is no such map. */
  record NotFound() implements MapStopped {}
}
