package io.forkyard.process;

import io.forkyard.wire.Fault;
import org.jspecify.annotations.Nullable;

/** How a task ended: the first of the child's answer, its complaint and its death. */
public sealed interface Ending {

  /**
   * A value came.
   *
   * @param json the value
   * @param peakMemory most memory that the process held so far, in bytes
   */
  record Returned(String json, long peakMemory) implements Ending {}

  /**
   * The child said why there is no value.
   *
   * @param exception class name of what was thrown, or empty
   * @param stackTrace with the chain of causes, or empty
   */
  record Failed(Fault fault, String exception, String message, String stackTrace, long peakMemory)
      implements Ending {}

  /**
   * The process ended. For a program this is the result, for anything else a failure.
   *
   * @param program whether the task was a program
   * @param uncaught what the program's main threw, if it did
   */
  record Gone(Exit exit, boolean program, @Nullable Failed uncaught) implements Ending {}
}
