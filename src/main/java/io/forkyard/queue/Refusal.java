package io.forkyard.queue;

/** Why a put or a get ended without having had its turn. Nothing is changed then. */
public enum Refusal {
  /** There is no queue of this name, or it was deleted meanwhile. */
  NO_QUEUE,
  /** The queue is closed. */
  CLOSED,
  /** As many callers wait as may. */
  CROWDED,
  /** The service stops. */
  STOPPING,
  /** The caller has gone, or the waiting thread was interrupted. */
  GAVE_UP
}
