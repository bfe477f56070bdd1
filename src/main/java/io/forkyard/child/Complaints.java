package io.forkyard.child;

import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.UnserializableException;
import io.forkyard.wire.Fault;
import io.forkyard.wire.Message;

/** Puts into words why a task has no value, whatever its exceptions do when they are asked. */
final class Complaints {

  private static final int LONGEST_MESSAGE = 16 * 1024;

  private Complaints() {}

  static Message.Complaint of(String attempt, Throwable failure) {
    Fault fault = fault(failure);
    boolean thrown = fault == Fault.EXCEPTION || fault == Fault.OUT_OF_MEMORY;
    return new Message.Complaint(
        attempt,
        fault,
        thrown ? failure.getClass().getName() : "",
        message(failure),
        thrown ? Trace.of(failure) : "",
        Proc.peakMemory());
  }

  /** As much of a text as a complaint may carry; never half a character. */
  static String cap(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean split = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, split ? longest - 1 : longest);
  }

  private static Fault fault(Throwable failure) {
    if (failure instanceof TaskException) {
      return ((TaskException) failure).fault();
    } else if (failure instanceof MismatchException) {
      return Fault.BAD_ARGUMENTS;
    } else if (failure instanceof UnserializableException) {
      return Fault.UNSERIALIZABLE_RESULT;
    }
    return failure instanceof OutOfMemoryError ? Fault.OUT_OF_MEMORY : Fault.EXCEPTION;
  }

  private static String message(Throwable failure) {
    try {
      boolean empty = failure instanceof ExceptionInInitializerError;
      String message = empty ? String.valueOf(failure.getCause()) : failure.getMessage();
      return message == null ? "" : cap(message, LONGEST_MESSAGE);
    } catch (Throwable e) {
      return "its getMessage() threw " + e.getClass().getName();
    }
  }
}
