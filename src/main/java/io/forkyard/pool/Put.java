package io.forkyard.pool;

/** What became of a pool's settings. */
public sealed interface Put {
  /** The pool is new. */
  record Created(PoolStatus pool) implements Put {}

  /** The pool was there and runs with the new settings. */
  record Replaced(PoolStatus pool) implements Put {}

  /** The class path of the initializer names a jar that was not uploaded. */
  record NoArtifact(String id) implements Put {}

  /** It is closed and has not been joined. */
  record Closed() implements Put {}
}
