package io.forkyard.callback;

/** What a receiver made of an attempt. */
sealed interface Answer {

  /** It has it. */
  record Taken() implements Answer {}

  /** It has it, and that is stored in the transaction which gave it. */
  record Settled() implements Answer {}

  /** It has it not, and may be asked again. */
  record Refused(String why) implements Answer {}

  /** It will never have it. */
  record Gone(String why) implements Answer {}
}
