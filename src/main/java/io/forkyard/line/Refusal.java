package io.forkyard.line;

/** Why a wait ended without having had its turn. Nothing is changed then. */
public enum Refusal {
  /** There is nothing of this name, or it was deleted meanwhile. */
  UNKNOWN,
  /** The queue is closed. */
  CLOSED,
  /** As many callers wait as may. */
  CROWDED,
  /** The service stops. */
  STOPPING,
  /** The caller has gone, or the waiting thread was interrupted. */
  GAVE_UP
}
