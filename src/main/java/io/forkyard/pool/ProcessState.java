package io.forkyard.pool;

/**
 * Where the process of a child JVM stands.
 *
 * <pre>
 *   STARTING --> RUNNING --> STOPPING --> ENDED
 *       |           |            ^          ^
 *       |           +------------|----------+   it ends by itself
 *       +------------------------+              a caller, its time-out or the service ends it
 *
 *   any but ENDED --> LOST                      the service was killed, or given up for lost
 * </pre>
 *
 * The first three are read off the living child; only the last two, and that there was none of them
 * yet, are stored.
 */
public enum ProcessState {
  STARTING,
  RUNNING,
  STOPPING,
  ENDED,
  LOST;

  /** Whether there still is a process. */
  public boolean alive() {
    return this != ENDED && this != LOST;
  }
}
