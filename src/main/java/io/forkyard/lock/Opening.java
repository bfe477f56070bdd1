package io.forkyard.lock;

/**
 * What became of a wish for a lock, a semaphore or an event.
 *
 * @param <S> its status
 */
public sealed interface Opening<S> {

  /** It is new. */
  record Created<S>(S thing) implements Opening<S> {}

  /** It was there, with the same settings. */
  record Present<S>(S thing) implements Opening<S> {}

  /** It was there, with other settings, and stays as it is. */
  record Conflict<S>(S thing) implements Opening<S> {}

  /**
   * There are as many as there may be.
   *
   * @param most how many that is
   */
  record TooMany<S>(int most) implements Opening<S> {}

  /** Tells one that was there from one that does not fit. */
  static <S> Opening<S> of(boolean created, boolean fits, S thing) {
    if (created) {
      return new Created<>(thing);
    }
    return fits ? new Present<>(thing) : new Conflict<>(thing);
  }
}
