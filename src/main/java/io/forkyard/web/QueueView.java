package io.forkyard.web;

import io.forkyard.queue.QueueStatus;
import io.swagger.v3.oas.annotations.media.Schema;

/** A queue as a caller sees it. */
@Schema(name = "Queue", description = "A queue as it stands")
record QueueView(
    @Schema(description = "Its name", example = "orders") String name,
    @Schema(description = "Most items, the lent ones included; 0 is no bound", example = "5")
        int maxsize,
    @Schema(description = "Items in it, without the lent ones", example = "2") int qsize,
    @Schema(description = "Whether a get would find nothing", example = "false") boolean empty,
    @Schema(description = "Whether a put would find no room", example = "false") boolean full,
    @Schema(description = "Puts without a task-done", example = "3") long unfinished,
    @Schema(description = "Whether puts and gets are refused", example = "false") boolean closed,
    @Schema(description = "Callers that are blocked in get", example = "0") int getters,
    @Schema(description = "Callers that are blocked in put", example = "0") int putters) {

  static QueueView of(QueueStatus queue) {
    return new QueueView(
        queue.name(),
        queue.maxsize(),
        queue.qsize(),
        queue.empty(),
        queue.full(),
        queue.unfinished(),
        queue.closed(),
        queue.getters(),
        queue.putters());
  }
}
