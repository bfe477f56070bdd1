package io.forkyard.child.json;

/** A JSON value that does not fit where it should go. The message names the place. */
public final class MismatchException extends RuntimeException {

  public MismatchException(String message) {
    super(message);
  }
}
