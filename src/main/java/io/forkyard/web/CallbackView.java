package io.forkyard.web;

import io.forkyard.job.Callback;
import io.forkyard.job.Receiver;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The delivery of a finished job, as a caller sees it. */
@Schema(name = "Callback", description = "The delivery of a finished job")
record CallbackView(
    @Schema(description = "Where it goes", example = "https://reports.example/done") String url,
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
            address(callback.receiver()),
            callback.state(),
            callback.attempts(),
            callback.nextAttempt(),
            callback.lastError(),
            callback.deliveredAt());
  }

  private static String address(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Url(String url) -> url;
    };
  }
}
