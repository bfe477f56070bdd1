package io.forkyard.web;

import io.forkyard.pool.ProcessState;
import io.forkyard.pool.ProcessStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A child JVM as a caller sees it. */
@Schema(name = "Process", description = "A child JVM as it stands")
record ChildView(
    @Schema(description = "Its id, a UUIDv7", example = Examples.PROCESS) UUID id,
    @Schema(description = "Its name", example = "Process-1") String name,
    @Schema(description = "Its process id", example = "19278") long pid,
    @Schema(description = "The process id of the service that started it", example = "19277")
        long ppid,
    @Schema(description = "Whether it lives; `Process.is_alive()`", example = "true") boolean alive,
    @Schema(
            description =
                "`Process.exitcode`: null while it lives, and when it is lost; -n when signal n"
                    + " ended it",
            example = "0")
        @Nullable Integer exitCode,
    @Schema(
            description = "Where it stands; `LOST` when the service was killed while it lived",
            example = "RUNNING")
        ProcessState state,
    @Schema(
            description = "What it does in the words of the operating system; null when it is gone",
            allowableValues = {
              "RUNNING",
              "SLEEPING",
              "DISK_SLEEP",
              "STOPPED",
              "ZOMBIE",
              "IDLE",
              "UNKNOWN"
            },
            example = "SLEEPING")
        @Nullable String osState,
    @Schema(
            description = "Processor time that it has used, in seconds; null when it is gone",
            example = "0.31")
        @Nullable Double cpuSeconds,
    @Schema(description = "Memory that it holds; null when it is gone", example = "45088768")
        @Nullable Long residentBytes,
    @Schema(
            description = "The pool that it works for; null for a process of its own",
            example = "default")
        @Nullable String pool,
    @Schema(
            description = "The job that it runs; once it has ended, the one that it had last",
            example = Examples.JOB)
        @Nullable String job,
    @Schema(description = "Why a process of its own did not end well")
        @Nullable FailureView failure,
    @Schema(description = "When it was started", example = "2026-01-31T12:00:00Z")
        Instant startedAt,
    @Schema(
            description = "When it ended; of a lost one, when that was found out",
            example = "2026-01-31T12:00:01.500Z")
        @Nullable Instant endedAt) {

  static ChildView of(ProcessStatus process) {
    return new ChildView(
        process.id(),
        process.name(),
        process.pid(),
        process.ppid(),
        process.state().alive(),
        process.exitCode(),
        process.state(),
        process.osState(),
        process.cpuSeconds(),
        process.residentBytes(),
        process.pool(),
        process.job(),
        FailureView.of(process.failure()),
        process.startedAt(),
        process.endedAt());
  }
}
