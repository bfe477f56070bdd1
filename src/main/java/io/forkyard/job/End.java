package io.forkyard.job;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended: with a result or with a failure.
 *
 * @param result JSON text
 * @param exitCode of the process, null while it lives
 * @param stdout what the attempt printed
 * @param truncated whether some of the output is missing
 */
public record End(
    @Nullable String result,
    @Nullable Failure failure,
    @Nullable Integer exitCode,
    byte[] stdout,
    byte[] stderr,
    boolean truncated) {

  /** The same with what the threads did, when that is known and there is a failure. */
  public End withThreadDump(@Nullable String dump) {
    return dump == null || failure == null
        ? this
        : new End(result, failure.withThreadDump(dump), exitCode, stdout, stderr, truncated);
  }

  /** The same with the exit code of the process. */
  public End withExit(int code) {
    Failure told = failure == null ? null : failure.withExit(code);
    return new End(result, told, code, stdout, stderr, truncated);
  }
}
