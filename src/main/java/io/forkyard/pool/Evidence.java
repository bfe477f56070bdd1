package io.forkyard.pool;

import io.forkyard.job.End;
import io.forkyard.job.Failure;
import io.forkyard.process.Child;
import io.forkyard.process.Output;
import io.forkyard.process.Output.Stream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt left behind: its output as far as it is kept, and the end of it. */
record Evidence(Child child, byte[] stdout, byte[] stderr, boolean truncated) {

  private static final int LAST = 4096;
  private static final int DUMP = 64 * 1024;
  private static final Duration DUMP_TIME = Duration.ofSeconds(1);

  /** What the threads of a living child do; null when it does not say so quickly. */
  static @Nullable String threadDump(Child child) {
    return child.threadDump(DUMP, DUMP_TIME).orElse(null);
  }

  static Evidence of(Child child) {
    Output output = child.output();
    return new Evidence(
        child,
        output.read(Stream.STDOUT, 0, Integer.MAX_VALUE),
        output.read(Stream.STDERR, 0, Integer.MAX_VALUE),
        output.truncated());
  }

  /** The end of what a child has printed so far. */
  static String last(Child child) {
    Output output = child.output();
    return output.tail(Stream.STDOUT, LAST) + output.tail(Stream.STDERR, LAST);
  }

  End end(@Nullable String result, @Nullable Failure failure, @Nullable Integer exitCode) {
    Failure told = failure == null ? null : failure.withLastOutput(last(child));
    return new End(result, told, exitCode, stdout, stderr, truncated);
  }
}
