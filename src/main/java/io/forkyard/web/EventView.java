package io.forkyard.web;

import io.forkyard.lock.EventStatus;
import io.swagger.v3.oas.annotations.media.Schema;

/** An event as a caller sees it. */
@Schema(name = "Event", description = "An event as it stands")
record EventView(
    @Schema(description = "Its name", example = "ready") String name,
    @Schema(description = "Whether a wait would end at once", example = "false") boolean set,
    @Schema(description = "Callers that are blocked in wait", example = "0") int waiters) {

  static EventView of(EventStatus event) {
    return new EventView(event.name(), event.set(), event.waiters());
  }
}
