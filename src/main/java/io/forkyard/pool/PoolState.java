package io.forkyard.pool;

/**
 * Whether a pool takes and hands out jobs.
 *
 * <pre>
 *   RUNNING --pause--> PAUSED          both --close--> CLOSED --terminate--> TERMINATED
 *      ^  ^---resume-----'             both --terminate----------------------^
 *      '---- put, after a join, from CLOSED and TERMINATED
 * </pre>
 */
public enum PoolState {
  /** Takes jobs and hands them out. */
  RUNNING,
  /** Takes jobs, hands out none. */
  PAUSED,
  /** Takes none, hands out what it has. */
  CLOSED,
  /** Takes none and has stopped what it had. */
  TERMINATED;

  /** Whether it never takes another job until it is joined and put again. */
  boolean closed() {
    return this == CLOSED || this == TERMINATED;
  }

  boolean handsOut() {
    return this == RUNNING || this == CLOSED;
  }
}
