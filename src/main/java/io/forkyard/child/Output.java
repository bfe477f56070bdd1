package io.forkyard.child;

import java.io.PrintStream;

/** The job's stdout and stderr, which may be streams of the job's own by now. */
final class Output {

  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;

  private Output() {}

  /** To be called before the service hears that something has ended. */
  static void flush() {
    flush(System.out);
    flush(System.err);
    flush(OUT);
    flush(ERR);
  }

  private static void flush(PrintStream stream) {
    try {
      stream.flush();
    } catch (RuntimeException | Error e) {
      // A stream of the job's own; its failure to flush is not the task's end.
    }
  }
}
