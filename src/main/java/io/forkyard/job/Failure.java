package io.forkyard.job;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The true reason why there is no result.
 *
 * @param type class name of the exception
 * @param message of the exception, the compiler or the JVM
 * @param stackTrace with the chain of causes
 * @param exitCode Python's: n as the process gave it, -n when signal n ended it
 * @param signal the number of that signal
 * @param killedBy {@code timeout}, {@code user}, {@code shutdown} or, when the service was given up
 *     for lost, {@code node} when the service did it, {@code kernel} when the kernel did for want
 *     of memory
 * @param threadDump of the moment before a time-out
 * @param lastOutput the end of what the job printed
 * @param peakMemoryBytes most resident memory that the process held
 */
public record Failure(
    FailureReason reason,
    @Nullable String type,
    @Nullable String message,
    @Nullable String stackTrace,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    @Nullable String killedBy,
    @Nullable String threadDump,
    @Nullable String lastOutput,
    @Nullable Long peakMemoryBytes) {

  private static final int LAST = 4096;

  /** A failure of which nothing is known but the reason and a sentence. */
  public static Failure of(FailureReason reason, String message) {
    return new Failure(reason, null, message, null, null, null, null, null, null, null);
  }

  /** The same with the end of what was printed. */
  public Failure withLastOutput(String output) {
    return new Failure(
        reason,
        type,
        message,
        stackTrace,
        exitCode,
        signal,
        killedBy,
        threadDump,
        output,
        peakMemoryBytes);
  }

  /** The same with the ends of what was printed to each stream, if there was anything. */
  public Failure withLastOutput(List<byte[]> streams) {
    StringBuilder last = new StringBuilder();
    streams.forEach(bytes -> last.append(end(bytes)));
    return last.isEmpty() ? this : withLastOutput(last.toString());
  }

  /** From the first whole character on. */
  private static String end(byte[] bytes) {
    int start = Math.max(0, bytes.length - LAST);
    while (start > 0 && start < bytes.length && (bytes[start] & 0xC0) == 0x80) {
      start++;
    }
    return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  /** The same without what may be long. */
  public Failure withoutTrace() {
    return new Failure(
        reason, type, message, null, exitCode, signal, killedBy, null, null, peakMemoryBytes);
  }

  /** The same with what the threads did. */
  public Failure withThreadDump(String dump) {
    return new Failure(
        reason,
        type,
        message,
        stackTrace,
        exitCode,
        signal,
        killedBy,
        dump,
        lastOutput,
        peakMemoryBytes);
  }

  /** The same with the most memory that the process held, in bytes; 0 when unknown. */
  public Failure withPeakMemory(long bytes) {
    return new Failure(
        reason,
        type,
        message,
        stackTrace,
        exitCode,
        signal,
        killedBy,
        threadDump,
        lastOutput,
        bytes > 0 ? Long.valueOf(bytes) : null);
  }

  /** The same with the end of the process that caused or followed it. */
  public Failure withExit(int code) {
    return new Failure(
        reason,
        type,
        message,
        stackTrace,
        code,
        code < 0 ? Integer.valueOf(-code) : signal,
        killedBy,
        threadDump,
        lastOutput,
        peakMemoryBytes);
  }
}
