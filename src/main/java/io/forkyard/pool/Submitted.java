package io.forkyard.pool;

import io.forkyard.job.Job;

/** What became of a submission. */
public sealed interface Submitted {
  /** It is stored and will end. */
  record Accepted(Job job) implements Submitted {}

  /** It is not stored, and why. */
  sealed interface Refusal extends Submitted {}

  /** There is no such pool. */
  record NoPool() implements Refusal {}

  /** The pool takes no more jobs. */
  record Closed() implements Refusal {}

  /** A request with the same key was accepted a moment ago. */
  record Repeated() implements Refusal {}

  /** As many jobs wait as may. */
  record Full(int maxPending) implements Refusal {}

  /** The class path names a jar that was not uploaded. */
  record NoArtifact(String id) implements Refusal {}

  /** The target is the main class of a jar, and no jar of the class path names one. */
  record NoMainClass() implements Refusal {}
}
