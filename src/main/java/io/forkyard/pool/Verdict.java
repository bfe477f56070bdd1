package io.forkyard.pool;

import io.forkyard.job.End;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.process.Child;
import io.forkyard.process.Ending;
import io.forkyard.process.Exit;
import org.jspecify.annotations.Nullable;

/** Tells from what was seen why an attempt, an item of a map or a process of its own ended. */
final class Verdict {

  private static final String NO_VALUE = "null";
  private static final String KERNEL = "kernel";

  private Verdict() {}

  static End of(Cause cause, Ending ending, Child child) {
    Evidence evidence = Evidence.of(child);
    Exit exit = child.exit().getNow(null);
    if (cause.ours() && exit != null) {
      return failed(stopped(cause, exit), evidence);
    }
    return switch (ending) {
      case Ending.Returned returned -> returned(returned, evidence);
      case Ending.Failed failed -> failed(failed(failed, null), evidence);
      case Ending.Gone gone -> gone(gone, killer(gone.exit(), child), evidence);
    };
  }

  private static End returned(Ending.Returned returned, Evidence evidence) {
    Failure unfit = unfit(returned);
    return unfit == null ? evidence.end(returned.json(), null, null) : failed(unfit, evidence);
  }

  /** What a child sends is not trusted: it becomes part of answers as it is. Null if it may. */
  static @Nullable Failure unfit(Ending.Returned returned) {
    String fault = CallJson.fault(returned.json());
    return fault == null
        ? null
        : Failure.of(
            FailureReason.UNSERIALIZABLE_RESULT, "The child's answer is no JSON value: " + fault);
  }

  /** Who ended a process that the service did not stop for its work's sake. */
  private static @Nullable String killer(Exit exit, Child child) {
    if (exit.byKernel()) {
      return KERNEL;
    }
    return child.isAskedToEnd() ? Cause.USER.killer() : null;
  }

  private static End gone(Ending.Gone gone, @Nullable String killer, Evidence evidence) {
    Exit exit = gone.exit();
    if (gone.program() && exit.code() == 0) {
      return evidence.end(NO_VALUE, null, 0);
    }
    Ending.Failed uncaught = gone.uncaught();
    if (uncaught != null && exit.code() == 1) {
      return failed(failed(uncaught, exit), evidence);
    }
    FailureReason reason = exit.outOfMemory() ? FailureReason.OUT_OF_MEMORY : FailureReason.EXITED;
    return failed(ofExit(reason, killer, exit, message(exit)), evidence);
  }

  private static Failure stopped(Cause cause, Exit exit) {
    return switch (cause) {
      case TIMEOUT ->
          stopped(cause, exit, FailureReason.TIMED_OUT, "It took longer than its time-out.");
      case LOST ->
          stopped(
              cause, exit, FailureReason.NODE_LOST, "Its node was given up for lost while it ran.");
      case CHILD, USER, SHUTDOWN ->
          stopped(cause, exit, FailureReason.TERMINATED, "It was stopped.");
    };
  }

  private static Failure stopped(Cause cause, Exit exit, FailureReason reason, String message) {
    return ofExit(reason, cause.killer(), exit, message);
  }

  private static Failure ofExit(
      FailureReason reason, @Nullable String killer, Exit exit, String message) {
    return new Failure(
        reason,
        null,
        message,
        null,
        exit.code(),
        exit.signal(),
        killer,
        null,
        null,
        positive(exit.peakMemory()));
  }

  /** Why a child that lives on has no value. */
  static Failure failure(Ending.Failed failed) {
    return failed(failed, null);
  }

  private static Failure failed(Ending.Failed failed, @Nullable Exit exit) {
    return new Failure(
        FailureReason.valueOf(failed.fault().name()),
        present(failed.exception()),
        present(failed.message()),
        present(failed.stackTrace()),
        exit == null ? null : exit.code(),
        exit == null ? null : exit.signal(),
        null,
        null,
        null,
        positive(failed.peakMemory()));
  }

  private static End failed(Failure failure, Evidence evidence) {
    return evidence.end(null, failure, failure.exitCode());
  }

  private static String message(Exit exit) {
    if (exit.crash() != null) {
      return "The JVM crashed: " + exit.crash();
    }
    if (exit.byKernel()) {
      return "The kernel killed the process because the machine, or its group, was out of memory.";
    }
    if (exit.jvmMessage() != null) {
      return exit.jvmMessage();
    }
    return exit.signal() == null
        ? "The process ended with exit code " + exit.code() + "."
        : "The process was ended by signal " + exit.signal() + ".";
  }

  private static @Nullable String present(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long positive(long bytes) {
    return bytes > 0 ? bytes : null;
  }
}
