package io.forkyard.node;

/** Another node, which alone could do it, did not answer in time, or could not do it. */
public final class UnansweredException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnansweredException(String message) {
    super(message);
  }
}
