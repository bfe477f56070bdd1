package io.forkyard.job;

/** What became of a new job. */
public sealed interface Added {

  /** It is stored. */
  record Stored(Job job) implements Added {}

  /** The pool is not there. */
  record NoPool() implements Added {}

  /** A request with the same key was stored before. */
  record Repeated() implements Added {}

  /** As many jobs wait as may. */
  record Full() implements Added {}
}
