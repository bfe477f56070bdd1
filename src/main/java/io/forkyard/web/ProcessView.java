package io.forkyard.web;

import io.forkyard.job.JobProcess;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The child JVM of a job. */
@Schema(name = "JobProcess", description = "The child JVM that runs or ran it")
record ProcessView(
    @Schema(description = "Its process id", example = "6652") long pid,
    @Schema(description = "The process id of the service that started it", example = "6601")
        long ppid,
    @Schema(description = "Its name in the pool", example = "default-worker-3") String name,
    @Schema(
            description = "Null while it lives; -n when signal n ended it, as in Python",
            example = "0")
        @Nullable Integer exitCode,
    @Schema(description = "The service that started it", example = "forkyard-1") String node) {

  static @Nullable ProcessView of(@Nullable JobProcess process) {
    return process == null
        ? null
        : new ProcessView(
            process.pid(), process.ppid(), process.name(), process.exitCode(), process.node());
  }
}
