package io.forkyard.job;

/** What became of a new map. */
public sealed interface MapAdded {

  /** It is stored. */
  record Stored(MapStatus map) implements MapAdded {}

  /** It is not, and nothing was changed. */
  record Refused(Added.Refused why) implements MapAdded {}
}
