package io.forkyard.lock;

import io.forkyard.line.Refusal;

/** What became of a wish for a lock. */
public sealed interface Acquired {

  /** It is held now, or once more. */
  record Granted(Grant grant) implements Acquired {}

  /**
   * It was held by others all the time.
   *
   * @param lock as it stands now; it may have become free this moment
   */
  record Held(LockStatus lock) implements Acquired {}

  /**
   * The token that was to re-enter it does not hold it.
   *
   * @param reentrant whether it could be re-entered at all
   */
  record NotOwner(boolean reentrant) implements Acquired {}

  /** It had no turn. */
  record Refused(Refusal why) implements Acquired {}
}
