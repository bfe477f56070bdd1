package io.forkyard.lock;

/** What became of a release, a renewal or a break of a lock. Only the first changes anything. */
public sealed interface Released {

  /** It is done. */
  record Done() implements Released {}

  /** Nobody holds the lock. */
  record NotHeld(boolean reentrant) implements Released {}

  /** The token does not hold the lock, or not any more. */
  record NotOwner(boolean reentrant) implements Released {}

  /** There is no such lock. */
  record Unknown() implements Released {}
}
