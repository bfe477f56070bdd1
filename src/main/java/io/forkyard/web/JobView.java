package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job as a caller sees it. */
@Schema(name = "Job", description = "A job as it stands")
record JobView(
    @Schema(description = "Its id, a UUIDv7", example = Examples.JOB) UUID id,
    @Schema(description = "The pool that runs it", example = "default") String pool,
    @Schema(description = "The name that its caller gave it", example = "primes-1")
        @Nullable String name,
    @Schema(description = "What it runs", example = "io.forkyard.examples.Primes::count")
        String target,
    @Schema(description = "Where it stands", example = "SUCCEEDED") JobState state,
    @Schema(description = "Whether it has ended; `AsyncResult.ready()`", example = "true")
        boolean ready,
    @Schema(description = "Whether it has a result; null until it has ended", example = "true")
        @Nullable Boolean successful,
    @Schema(
            description = "What the target returned, any JSON value; null until then",
            implementation = Object.class,
            example = "78498")
        @JsonRawValue
        @Nullable String result,
    @Schema(description = "Why there is no result") @Nullable FailureView failure,
    @Schema(description = "The child JVM that runs or ran it") @Nullable ProcessView process,
    @Schema(description = "Which attempt runs or ran last; 0 before the first", example = "1")
        int attempt,
    @Schema(description = "How often it is tried at most", example = "1") int maxAttempts,
    @ArraySchema(arraySchema = @Schema(description = "The attempts that have ended, in order"))
        List<AttemptView> attempts,
    @Schema(description = "What the job told of its progress, 0 to 1", example = "0.4")
        @Nullable Double progress,
    @Schema(
            description = "A delayed or repeated job does not start before",
            example = "2026-01-31T12:00:00Z")
        @Nullable Instant notBefore,
    @Schema(description = "Whether it printed more than is kept", example = "false")
        boolean outputTruncated,
    @Schema(description = "Where the finished job is delivered, and how far that is")
        @Nullable CallbackView callback,
    @Schema(description = "When it was accepted", example = "2026-01-31T12:00:00Z")
        Instant submittedAt,
    @Schema(description = "When its last attempt started", example = "2026-01-31T12:00:00.250Z")
        @Nullable Instant startedAt,
    @Schema(description = "When it ended", example = "2026-01-31T12:00:01.500Z")
        @Nullable Instant finishedAt) {

  static JobView of(Job job) {
    return new JobView(
        job.id(),
        job.pool(),
        job.name(),
        job.target(),
        job.state(),
        job.state().ready(),
        job.state().ready() ? job.state() == JobState.SUCCEEDED : null,
        job.result(),
        FailureView.of(job.failure()),
        ProcessView.of(job.process()),
        job.attempt(),
        job.maxAttempts(),
        job.attempts().stream().map(AttemptView::of).toList(),
        null,
        job.notBefore(),
        job.outputTruncated(),
        CallbackView.of(job.callback()),
        job.submittedAt(),
        job.startedAt(),
        job.finishedAt());
  }
}
