package io.forkyard.process;

import io.forkyard.wire.Outcome;

/** Why a call of a job has no value, in a sentence for the author of its code. */
public final class CallRefusedException extends Exception {

  private final Outcome outcome;

  private CallRefusedException(Outcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  /** What is asked for makes no sense; the job sees an {@link IllegalArgumentException}. */
  public static CallRefusedException invalid(String message) {
    return new CallRefusedException(Outcome.INVALID, message);
  }

  /**
   * It is not possible now; the job sees a {@link java.util.concurrent.RejectedExecutionException}.
   */
  public static CallRefusedException refused(String message) {
    return new CallRefusedException(Outcome.REFUSED, message);
  }

  /** It could not be done; the job sees an {@link IllegalStateException}. */
  public static CallRefusedException failed(String message) {
    return new CallRefusedException(Outcome.FAILED, message);
  }

  Outcome outcome() {
    return outcome;
  }
}
