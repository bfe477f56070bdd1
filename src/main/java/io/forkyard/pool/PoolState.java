package io.forkyard.pool;

/** Whether a pool takes and hands out jobs. */
public enum PoolState {
  /** Takes jobs and hands them out. */
  RUNNING,
  /** Takes jobs, hands out none. */
  PAUSED,
  /** Takes none, hands out what it has. */
  CLOSED,
  /** Takes none and has stopped what it had. */
  TERMINATED
}
