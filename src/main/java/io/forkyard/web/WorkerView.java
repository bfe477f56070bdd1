package io.forkyard.web;

import io.forkyard.pool.WorkerStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A child of a pool. */
@Schema(name = "Worker", description = "A child JVM of the pool")
record WorkerView(
    @Schema(description = "Its process id", example = "6652") long pid,
    @Schema(description = "Its name", example = "default-worker-3") String name,
    @Schema(description = "What it does", example = "IDLE") WorkerStatus.State state,
    @Schema(description = "The job that it runs", example = Examples.JOB) @Nullable UUID job,
    @Schema(description = "How many jobs it was given", example = "0") int tasks) {

  static WorkerView of(WorkerStatus worker) {
    return new WorkerView(
        worker.pid(), worker.name(), worker.state(), worker.job(), worker.tasks());
  }
}
