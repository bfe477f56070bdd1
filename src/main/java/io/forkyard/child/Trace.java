package io.forkyard.child;

import org.jspecify.annotations.Nullable;

/** A stack trace as the JDK prints it, with its causes, but of a bounded length. */
final class Trace {

  private static final int LONGEST = 64 * 1024;

  private final StringBuilder text = new StringBuilder();

  private Trace() {}

  static String of(Throwable failure) {
    Trace trace = new Trace();
    try {
      trace.chain(failure);
    } catch (Throwable e) {
      trace.text.append(e.getClass().getName()).append(" while this was printed\n");
    }
    return Complaints.cap(trace.text.toString(), LONGEST);
  }

  private void chain(Throwable failure) {
    StackTraceElement[] enclosing = {};
    String caption = "";
    @Nullable Throwable at = failure;
    for (int i = 0; at != null && i < Frames.MOST_CAUSES && text.length() < LONGEST; i++) {
      StackTraceElement[] frames = Frames.of(at);
      text.append(caption).append(describe(at)).append('\n');
      lines("\t", frames, enclosing);
      suppressed(at, frames);
      enclosing = frames;
      caption = "Caused by: ";
      at = Frames.cause(at);
    }
  }

  private void suppressed(Throwable failure, StackTraceElement[] enclosing) {
    for (Throwable suppressed : failure.getSuppressed()) {
      if (text.length() < LONGEST) {
        text.append("\tSuppressed: ").append(describe(suppressed)).append('\n');
        lines("\t\t", Frames.of(suppressed), enclosing);
      }
    }
  }

  private void lines(String indent, StackTraceElement[] frames, StackTraceElement[] enclosing) {
    int shared = shared(frames, enclosing);
    for (int i = 0; i < frames.length - shared && text.length() < LONGEST; i++) {
      text.append(indent).append("at ").append(frames[i]).append('\n');
    }
    if (shared > 0) {
      text.append(indent).append("... ").append(shared).append(" more\n");
    }
  }

  private static int shared(StackTraceElement[] frames, StackTraceElement[] enclosing) {
    int shared = 0;
    int most = Math.min(frames.length, enclosing.length);
    while (shared < most
        && frames[frames.length - 1 - shared].equals(enclosing[enclosing.length - 1 - shared])) {
      shared++;
    }
    return shared;
  }

  private static String describe(Throwable failure) {
    try {
      return String.valueOf(failure);
    } catch (Throwable e) {
      return failure.getClass().getName() + ", whose toString() threw " + e.getClass().getName();
    }
  }
}
