package io.forkyard.pool;

/** An event of the application: pools come and go. */
public sealed interface PoolEvent {

  /** There is a pool of this name from now on. */
  record Opened(String pool) implements PoolEvent {}

  /** It is gone. */
  record Deleted(String pool) implements PoolEvent {}
}
