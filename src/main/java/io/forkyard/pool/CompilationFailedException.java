package io.forkyard.pool;

import io.forkyard.job.FailureReason;

/** A source that gives no classes, and why. */
final class CompilationFailedException extends Exception {

  private final FailureReason reason;

  CompilationFailedException(FailureReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  FailureReason reason() {
    return reason;
  }
}
