package io.forkyard.pool;

/** What became of a wish to close, terminate, join, pause or resume a pool. */
public sealed interface Steered {
  /** It is so; a join whose time ran out shows what is left. */
  record Done(PoolStatus pool) implements Steered {}

  /** There is no such pool. */
  record NotFound() implements Steered {}

  /** A closed pool can be neither paused nor resumed. */
  record Closed() implements Steered {}

  /** Only a closed or terminated pool can be joined. */
  record Open(PoolState state) implements Steered {}
}
