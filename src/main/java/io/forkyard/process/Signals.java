package io.forkyard.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** kill(2), because the JDK can signal neither a process group nor anything but TERM and KILL. */
enum Signals {
  QUIT(3),
  KILL(9),
  TERM(15);

  private static final long SELF = ProcessHandle.current().pid();
  private static final MethodHandle FUNCTION = function();

  private final int number;

  Signals(int number) {
    this.number = number;
  }

  /** Signals one process; that there is no such process any more is no error. */
  void process(long pid) {
    send(pid, pid);
  }

  /** Signals every process of a group. */
  void group(long pid) {
    send(pid, -pid);
  }

  /** 0 and negative numbers mean many processes to kill(2), 1 is init: never by accident. */
  private void send(long pid, long target) {
    if (pid <= 1 || pid == SELF || pid > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no signal to process " + pid);
    }
    try {
      int _ = (int) FUNCTION.invokeExact((int) target, number);
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }

  private static MethodHandle function() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("kill"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }
}
