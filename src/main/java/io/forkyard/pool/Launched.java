package io.forkyard.pool;

/** What became of a wish for a process. */
public sealed interface Launched {
  /** It has a process id and is stored. */
  record Started(ProcessStatus process) implements Launched {}

  /** As many children live as may. */
  record TooMany(int most) implements Launched {}

  /** The system gave no process. */
  record Refused(String why) implements Launched {}

  /** A request with the same key was done a moment ago. */
  record Repeated() implements Launched {}

  /** The class path names a jar that was not uploaded. */
  record NoArtifact(String id) implements Launched {}

  /** The target is the main class of a jar, and no jar of the class path names one. */
  record NoMainClass() implements Launched {}
}
