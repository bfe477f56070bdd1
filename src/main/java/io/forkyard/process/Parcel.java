package io.forkyard.process;

import java.util.function.Supplier;

/**
 * The value of a call that would be lost if the child died before its code has it. The child says
 * when it has; else {@link #takeBack} is called, once.
 */
public interface Parcel extends Supplier<String> {

  /** How much memory it takes, in characters. */
  long weight();

  /** Nobody has got it. On a thread that may wait. */
  void takeBack();
}
