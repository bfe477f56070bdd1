package io.forkyard.job;

/** Why a job has no result. The names are the contract's. */
public enum FailureReason {
  /** The code threw. */
  EXCEPTION(true),
  /** The process ended before the answer: System.exit, a crash, a signal from outside. */
  EXITED(true),
  /** The heap, the metaspace or direct memory was used up. */
  OUT_OF_MEMORY(false),
  /** The attempt took longer than its time-out. */
  TIMED_OUT(true),
  /** No such class or no such method. */
  TARGET_NOT_FOUND(false),
  /** The arguments do not fit. */
  BAD_ARGUMENTS(false),
  /** The source does not compile; the message is the compiler's. */
  COMPILE_ERROR(false),
  /** The value has no JSON form, or a too large one. */
  UNSERIALIZABLE_RESULT(false),
  /** No child could be started. */
  START_FAILED(true),
  /** The service ended while the job ran. */
  NODE_LOST(true),
  /** A caller stopped it. */
  TERMINATED(false);

  private final boolean retried;

  FailureReason(boolean retried) {
    this.retried = retried;
  }

  /** Whether another attempt may help, so that one is made while attempts remain. */
  public boolean retried() {
    return retried;
  }
}
