package io.forkyard.child;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stack frames of the job's code, without those of the child that called it. */
final class Frames {

  private static final StackTraceElement[] NONE = {};

  /** Causes may form a circle. */
  static final int MOST_CAUSES = 50;

  private Frames() {}

  static StackTraceElement[] of(Throwable failure) {
    try {
      StackTraceElement[] frames = failure.getStackTrace();
      return Arrays.copyOf(frames, own(frames));
    } catch (Throwable e) {
      return NONE;
    }
  }

  static @Nullable Throwable cause(Throwable failure) {
    try {
      return failure.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  /** Takes the child's frames off for whoever prints this failure later. */
  static void cut(Throwable failure) {
    @Nullable Throwable at = failure;
    for (int i = 0; at != null && i < MOST_CAUSES; i++) {
      try {
        at.setStackTrace(of(at));
      } catch (Throwable e) {
        return;
      }
      at = cause(at);
    }
  }

  private static int own(StackTraceElement[] frames) {
    int own = frames.length;
    while (own > 0 && isCaller(frames[own - 1].getClassName())) {
      own--;
    }
    return own;
  }

  private static boolean isCaller(String type) {
    return type.startsWith("io.forkyard.child.")
        || type.startsWith("java.lang.reflect.")
        || type.startsWith("jdk.internal.reflect.")
        || type.startsWith("java.lang.invoke.")
        || type.equals("jdk.internal.misc.Unsafe");
  }
}
