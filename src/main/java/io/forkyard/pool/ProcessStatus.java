package io.forkyard.pool;

import io.forkyard.job.Failure;
import io.forkyard.process.Child;
import io.forkyard.process.Departed;
import io.forkyard.process.OsStatus;
import io.forkyard.process.ProcessTable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM at one moment.
 *
 * @param exitCode Python's; null while it lives, and when nobody saw its end
 * @param osState what the operating system says that it does; null without a process
 * @param cpuSeconds processor time so far; null without a process
 * @param residentBytes physical memory that it holds; null without a process
 * @param pool that it works for, if any
 * @param job that it runs; once it has ended, that it had last
 * @param failure why a process of its own ended otherwise than well
 */
public record ProcessStatus(
    UUID id,
    String name,
    long pid,
    long ppid,
    @Nullable Integer exitCode,
    ProcessState state,
    @Nullable String osState,
    @Nullable Double cpuSeconds,
    @Nullable Long residentBytes,
    @Nullable String pool,
    @Nullable String job,
    @Nullable Failure failure,
    Instant startedAt,
    @Nullable Instant endedAt) {

  /** A living child, as the operating system sees it now. */
  static ProcessStatus of(Child child, @Nullable String job, long ppid) {
    OsStatus seen = ProcessTable.look(child.pid()).orElse(null);
    return new ProcessStatus(
        child.id(),
        child.name(),
        child.pid(),
        ppid,
        null,
        state(child),
        seen == null ? null : seen.state().name(),
        seen == null ? null : seen.cpuSeconds(),
        seen == null ? null : seen.residentBytes(),
        child.pool(),
        job,
        null,
        child.startedAt(),
        null);
  }

  static ProcessStatus of(Departed child, long ppid) {
    return new ProcessStatus(
        child.id(),
        child.name(),
        child.pid(),
        ppid,
        child.exit().code(),
        ProcessState.ENDED,
        null,
        null,
        null,
        child.pool(),
        child.pool() == null ? null : child.job(),
        null,
        child.startedAt(),
        child.endedAt());
  }

  private static ProcessState state(Child child) {
    if (child.isStopping()) {
      return ProcessState.STOPPING;
    }
    return child.ready().isDone() ? ProcessState.RUNNING : ProcessState.STARTING;
  }
}
