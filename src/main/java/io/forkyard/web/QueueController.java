package io.forkyard.web;

import io.forkyard.queue.Opening;
import io.forkyard.queue.QueueProperties;
import io.forkyard.queue.QueueStatus;
import io.forkyard.queue.Queues;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code Queue()}, its life and its counts. */
@Tag(
    name = "Queues",
    description = "First in, first out, shared by all: `Queue`, `JoinableQueue`, `Manager().Queue`")
@RestController
@RequestMapping(path = "/v1/queues", produces = MediaType.APPLICATION_JSON_VALUE)
class QueueController {

  private final Queues queues;
  private final QueueProperties limits;

  QueueController(Queues queues, QueueProperties limits) {
    this.queues = queues;
    this.limits = limits;
  }

  @Operation(
      operationId = "putQueue",
      summary = "Create a queue",
      description = "A queue that is there already stays as it is: nothing is ever reset.")
  @ApiResponse(responseCode = "200", description = "It was there, with the same settings")
  @ApiResponse(responseCode = "201", description = "It is created")
  @Refuses({Problem.CONFLICT, Problem.TOO_MANY_QUEUES})
  @PutMapping("/{queue}")
  ResponseEntity<QueueView> put(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @RequestBody(required = false) @Nullable QueueRequest request) {
    QueueRequest wanted = request == null ? QueueRequest.DEFAULT : request;
    return switch (queues.open(Checks.name("queue", queue), wanted.settings(limits))) {
      case Opening.Created(QueueStatus created) ->
          ResponseEntity.created(URI.create("/v1/queues/" + queue)).body(QueueView.of(created));
      case Opening.Present(QueueStatus present) -> ResponseEntity.ok(QueueView.of(present));
      case Opening.Conflict(QueueStatus present) ->
          throw new ProblemException(
              Problem.CONFLICT,
              "The queue %s is there with maxsize %d and maxDeliveries %d"
                  .formatted(queue, present.maxsize(), present.maxDeliveries()));
      case Opening.TooMany(int most) ->
          throw new ProblemException(Problem.TOO_MANY_QUEUES, "There are " + most + " queues");
    };
  }

  @Operation(
      operationId = "getQueue",
      summary = "Show a queue",
      description = "Its counts, exact: `qsize()`, `empty()`, `full()`.")
  @ApiResponse(responseCode = "200", description = "The queue")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{queue}")
  QueueView get(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue) {
    return queues.find(queue).map(QueueView::of).orElseThrow(() -> LineRefusals.noQueue(queue));
  }

  @Operation(
      operationId = "listQueues",
      summary = "List queues",
      description = "By name. `next` of the answer is the `cursor` of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of queues")
  @GetMapping
  QueueList list(
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
    String after = Cursor.read(cursor, "queues").orElse("");
    List<QueueStatus> read = queues.list(after, most + 1);
    Page<QueueStatus> page = Page.of(read, most, QueueStatus::name, "queues");
    return new QueueList(page.items().stream().map(QueueView::of).toList(), page.next());
  }

  @Operation(
      operationId = "clearQueue",
      summary = "Remove all items",
      description = "Lent items stay lent. What is removed counts as done.")
  @ApiResponse(responseCode = "200", description = "The queue, empty")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/{queue}/clear")
  QueueView clear(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue) {
    return changed(queue, queues.clear(queue));
  }

  @Operation(
      operationId = "closeQueue",
      summary = "Close a queue",
      description =
          "Puts and gets are refused from now on, and those that wait are at once. Its items can"
              + " still be read.")
  @ApiResponse(responseCode = "200", description = "The queue, closed")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/{queue}/close")
  QueueView close(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue) {
    return changed(queue, queues.close(queue));
  }

  private QueueView changed(String queue, boolean known) {
    if (!known) {
      throw LineRefusals.noQueue(queue);
    }
    return get(queue);
  }

  @Operation(
      operationId = "deleteQueue",
      summary = "Delete a queue",
      description = "With all that is in it. Callers that wait get a 404.")
  @ApiResponse(responseCode = "204", description = "It is gone")
  @Refuses(Problem.NOT_FOUND)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{queue}")
  void delete(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue) {
    if (!queues.delete(queue)) {
      throw LineRefusals.noQueue(queue);
    }
  }
}
