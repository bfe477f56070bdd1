package io.forkyard.pool;

/** What the size of a pool bounds, where many nodes have it. */
public enum PoolScope {
  /** What runs on each node. */
  NODE,
  /** What runs on all of them together. */
  CLUSTER
}
