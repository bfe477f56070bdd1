package io.forkyard.job;

/** What became of a new map. */
public sealed interface MapAdded {

  /** It is stored. */
  record Stored(MapStatus map) implements MapAdded {}

  /** The pool is not there. */
  record NoPool() implements MapAdded {}

  /** A request with the same key was stored before. */
  record Repeated() implements MapAdded {}

  /** As many jobs wait as may. */
  record Full() implements MapAdded {}
}
