package io.forkyard.child.json;

/** A value without a JSON form, or with one that is too long. The message names the place. */
public final class UnserializableException extends RuntimeException {

  UnserializableException(String message) {
    super(message);
  }
}
