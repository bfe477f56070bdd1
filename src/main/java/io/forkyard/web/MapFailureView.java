package io.forkyard.web;

import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why an item of a map has no value: a job's failure with the index of the item. */
@Schema(name = "MapFailure", description = "Why an item has no value")
record MapFailureView(
    @Schema(description = "Which item, from 0", example = "3") int index,
    @Schema(description = "The kind of failure", example = "EXCEPTION") FailureReason reason,
    @Schema(description = "Class of the exception", example = "java.lang.ArithmeticException")
        @Nullable String type,
    @Schema(description = "What the exception or the JVM said", example = "/ by zero")
        @Nullable String message,
    @Schema(
            description = "Stack trace of the target's code; only the first of many have it",
            example = "java.lang.ArithmeticException: / by zero")
        @Nullable String stackTrace,
    @Schema(description = "As in Python: -9 for SIGKILL", example = "1") @Nullable Integer exitCode,
    @Schema(description = "The signal that ended the process", example = "9")
        @Nullable Integer signal,
    @Schema(
            description = "`timeout`, `user` or `shutdown` when the service ended it",
            example = "timeout")
        @Nullable String killedBy,
    @Schema(
            description = "What the threads did just before a time-out",
            example = "\"main\" #1 prio=5 runnable")
        @Nullable String threadDump,
    @Schema(
            description = "The end of what its child had printed; only the first of many have it",
            example = "dividing by zero")
        @Nullable String lastOutput,
    @Schema(description = "The most resident memory of its process", example = "41943040")
        @Nullable Long peakMemoryBytes) {

  static MapFailureView of(int index, Failure failure) {
    return new MapFailureView(
        index,
        failure.reason(),
        failure.type(),
        failure.message(),
        failure.stackTrace(),
        failure.exitCode(),
        failure.signal(),
        failure.killedBy(),
        failure.threadDump(),
        failure.lastOutput(),
        failure.peakMemoryBytes());
  }
}
