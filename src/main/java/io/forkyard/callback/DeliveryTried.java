package io.forkyard.callback;

/** An event of the application: an attempt to deliver something has ended. */
public record DeliveryTried(Outcome outcome) {

  /** How it ended. */
  public enum Outcome {
    /** The receiver has it. */
    DELIVERED,
    /** It will be tried again. */
    RETRIED,
    /** It will not be tried again. */
    FAILED
  }
}
