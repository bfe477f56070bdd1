package io.forkyard.pool;

import io.forkyard.process.Child;
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
  SHUTDOWN("shutdown"),
  /** This node is given up for lost, so others may run its work again. */
  LOST("node");

  private final @Nullable String killer;

  Cause(@Nullable String killer) {
    this.killer = killer;
  }

  /** What ended the work of a child that died, when nobody had stopped the work. */
  static Cause ofDeath(Child child) {
    return child.isAbandoned() ? LOST : CHILD;
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
