package io.forkyard.web;

import io.forkyard.queue.ItemPage;
import io.forkyard.queue.QueueStatus;
import io.forkyard.queue.Queues;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code JoinableQueue.task_done} and {@code join}, and a look at the items. */
@Tag(name = "Queues")
@RestController
@RequestMapping(path = "/v1/queues/{queue}", produces = MediaType.APPLICATION_JSON_VALUE)
class JoinController {

  private final Queues queues;
  private final Waits waits;
  private final StopGate stopGate;

  JoinController(Queues queues, Waits waits, StopGate stopGate) {
    this.queues = queues;
    this.waits = waits;
    this.stopGate = stopGate;
  }

  @Operation(
      operationId = "taskDone",
      summary = "Count an item as done",
      description = "`JoinableQueue.task_done()`: `unfinished` goes down by one.")
  @ApiResponse(responseCode = "204", description = "It is counted")
  @Refuses({Problem.NOT_FOUND, Problem.TASK_DONE_EXCESS})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/task-done")
  void taskDone(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue) {
    if (!queues.taskDone(queue)) {
      find(queue);
      throw new ProblemException(
          Problem.TASK_DONE_EXCESS, "Nothing of the queue " + queue + " is unfinished");
    }
  }

  @Operation(
      operationId = "joinQueue",
      summary = "Wait until all is done",
      description =
          "`JoinableQueue.join()`: answers as soon as `unfinished` is 0, at the latest after `wait`.")
  @ApiResponse(responseCode = "200", description = "The queue as it stands then")
  @Refuses({Problem.NOT_FOUND, Problem.UNAVAILABLE})
  @PostMapping("/join")
  QueueView join(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @Parameter(
              description = "Seconds to wait, at most the service's longest wait",
              schema = @Schema(type = "number", minimum = "0"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String wait) {
    Duration limit = waits.parse(wait);
    QueueStatus seen =
        waits
            .whileHere(() -> queues.join(queue, limit))
            .orElseThrow(() -> LineRefusals.noQueue(queue));
    if (seen.unfinished() > 0) {
      stopGate.check();
    }
    return QueueView.of(seen);
  }

  @Operation(
      operationId = "listItems",
      summary = "Look at the items",
      description = "In the order in which gets will take them. Nothing is removed.")
  @ApiResponse(responseCode = "200", description = "A page of items")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/items")
  ItemList items(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"),
              example = "100")
          @RequestParam(required = false)
          @Nullable String limit,
      @Parameter(description = "`next` of the page before") @RequestParam(required = false)
          @Nullable String cursor) {
    int most = Page.limit(limit);
    return page(
        queue, queues.items(queue, after(cursor, queue, "items"), most).orElse(null), "items");
  }

  @Operation(
      operationId = "listDeadLetters",
      summary = "Look at the dead letters",
      description = "Items that were lent `maxDeliveries` times and never acknowledged.")
  @ApiResponse(responseCode = "200", description = "A page of items")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/dead-letters")
  ItemList deadLetters(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"),
              example = "100")
          @RequestParam(required = false)
          @Nullable String limit,
      @Parameter(description = "`next` of the page before") @RequestParam(required = false)
          @Nullable String cursor) {
    int most = Page.limit(limit);
    return page(
        queue, queues.deadLetters(queue, after(cursor, queue, "dead"), most).orElse(null), "dead");
  }

  private static @Nullable Long after(@Nullable String cursor, String queue, String list) {
    return Cursor.read(cursor, queue, list).map(Long::valueOf).orElse(null);
  }

  private static ItemList page(String queue, @Nullable ItemPage page, String list) {
    if (page == null) {
      throw LineRefusals.noQueue(queue);
    }
    String next = page.more() ? Cursor.write(String.valueOf(page.last()), queue, list) : null;
    return new ItemList(page.items().stream().map(Json::new).toList(), next);
  }

  private QueueStatus find(String queue) {
    return queues.find(queue).orElseThrow(() -> LineRefusals.noQueue(queue));
  }
}
