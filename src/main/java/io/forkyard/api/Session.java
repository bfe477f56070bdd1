package io.forkyard.api;

/** What stands behind {@link Forkyard} in a child JVM. Implemented by Forkyard itself only. */
public interface Session {

  /** The child's process id. */
  long pid();

  /** The process id of the service. */
  long ppid();

  /** The id of the job that runs. */
  String jobId();

  /** Which attempt at the job this is, from 1. */
  int attempt();
}
