package io.forkyard.web;

import io.forkyard.job.Attempt;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One run of a job that has ended. */
@Schema(name = "Attempt", description = "One run of a job that has ended")
record AttemptView(
    @Schema(description = "From 1", example = "1") int number,
    @Schema(description = "Its child JVM, if one could be started") @Nullable ProcessView process,
    @Schema(description = "Why it failed, if it did") @Nullable FailureView failure,
    @Schema(description = "When it started", example = "2026-01-31T12:00:00.250Z")
        Instant startedAt,
    @Schema(description = "When it ended", example = "2026-01-31T12:00:01.500Z")
        Instant finishedAt) {

  static AttemptView of(Attempt attempt) {
    return new AttemptView(
        attempt.number(),
        ProcessView.of(attempt.process()),
        FailureView.of(attempt.failure()),
        attempt.startedAt(),
        attempt.finishedAt());
  }
}
