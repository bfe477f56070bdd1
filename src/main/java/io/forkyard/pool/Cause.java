package io.forkyard.pool;

import org.jspecify.annotations.Nullable;

/** What ended an attempt first. */
enum Cause {
  /** Its own child: an answer, or a death. */
  CHILD(null),
  /** It took too long. */
  TIMEOUT("timeout"),
  /** A caller asked for it. */
  USER("user"),
  /** The service stops. */
  SHUTDOWN("shutdown");

  private final @Nullable String killer;

  Cause(@Nullable String killer) {
    this.killer = killer;
  }

  /** Whether the service itself ends the child. */
  boolean ours() {
    return killer != null;
  }

  /** Who did it, in the words of the contract. */
  @Nullable String killer() {
    return killer;
  }
}
