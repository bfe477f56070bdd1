package io.forkyard.child;

import io.forkyard.wire.Fault;

/** Why a task cannot run or has no value, in words for the one who sent it. */
public final class TaskException extends RuntimeException {

  private final Fault fault;

  public TaskException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
