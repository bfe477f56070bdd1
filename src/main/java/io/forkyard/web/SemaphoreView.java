package io.forkyard.web;

import io.forkyard.lock.SemaphoreStatus;
import io.swagger.v3.oas.annotations.media.Schema;

/** A semaphore as a caller sees it. */
@Schema(name = "Semaphore", description = "A semaphore as it stands")
record SemaphoreView(
    @Schema(description = "Its name", example = "licences") String name,
    @Schema(description = "Permits that are left", example = "1") int value,
    @Schema(description = "Whether there may never be more than at first", example = "false")
        boolean bounded,
    @Schema(description = "Permits at first", example = "2") int initial,
    @Schema(description = "Callers that are blocked in acquire", example = "0") int waiters) {

  static SemaphoreView of(SemaphoreStatus semaphore) {
    return new SemaphoreView(
        semaphore.name(),
        semaphore.value(),
        semaphore.bounded(),
        semaphore.initial(),
        semaphore.waiters());
  }
}
