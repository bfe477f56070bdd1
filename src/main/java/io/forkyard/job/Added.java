package io.forkyard.job;

/** What became of a new job. */
public sealed interface Added {

  /** It is stored. */
  record Stored(Job job) implements Added {}

  /** It is not, and nothing was changed. */
  sealed interface Refused extends Added {}

  /** The pool is not there. */
  record NoPool() implements Refused {}

  /** The pool takes no more. */
  record Closed() implements Refused {}

  /** A request with the same key was stored before. */
  record Repeated() implements Refused {}

  /** As many jobs wait as may. */
  record Full() implements Refused {}
}
