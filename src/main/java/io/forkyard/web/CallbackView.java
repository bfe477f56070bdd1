package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.forkyard.job.Callback;
import io.forkyard.job.Receiver;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The delivery of a finished job, as a caller sees it. */
@Schema(name = "Callback", description = "The delivery of a finished job")
record CallbackView(
    @Schema(
            description = "Where it is posted; left out when a queue gets it",
            example = "https://reports.example/done")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String url,
    @Schema(description = "The queue that gets it; left out when it is posted", example = "done")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String queue,
    @Schema(
            description = "`PENDING` until a receiver has it, or until it was tried for too long",
            example = "DELIVERED")
        Callback.State state,
    @Schema(description = "How often it was tried, an attempt under way included", example = "1")
        int attempts,
    @Schema(
            description = "When it is tried again at the latest; null before the job has ended",
            example = "2026-01-31T12:00:02Z")
        @Nullable Instant nextAttempt,
    @Schema(description = "Why the last attempt failed", example = "The answer was 503")
        @Nullable String lastError,
    @Schema(description = "When a receiver took it", example = "2026-01-31T12:00:01.600Z")
        @Nullable Instant deliveredAt) {

  static @Nullable CallbackView of(@Nullable Callback callback) {
    return callback == null
        ? null
        : new CallbackView(
            callback.receiver() instanceof Receiver.Url(String url) ? url : null,
            callback.receiver() instanceof Receiver.Queue(String name) ? name : null,
            callback.state(),
            callback.attempts(),
            callback.nextAttempt(),
            callback.lastError(),
            callback.deliveredAt());
  }
}
