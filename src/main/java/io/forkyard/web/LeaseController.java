package io.forkyard.web;

import io.forkyard.queue.Loans;
import io.forkyard.queue.Queues;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Items that are lent, and what becomes of those that nobody acknowledges. */
@Tag(name = "Queues")
@RestController
@RequestMapping(path = "/v1/queues/{queue}", produces = MediaType.APPLICATION_JSON_VALUE)
class LeaseController {

  private final Queues queues;
  private final Loans loans;

  LeaseController(Queues queues, Loans loans) {
    this.queues = queues;
    this.loans = loans;
  }

  @Operation(
      operationId = "acknowledge",
      summary = "Acknowledge a lent item",
      description = "It is gone for good.")
  @ApiResponse(responseCode = "204", description = "It is gone")
  @Refuses({Problem.NOT_FOUND, Problem.NOT_LENT})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/ack")
  void ack(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @RequestBody LeaseRequest request) {
    check(queue, loans.ack(queue, request.checked()));
  }

  @Operation(
      operationId = "sendBack",
      summary = "Send a lent item back",
      description =
          "It is at the head again, or a dead letter when it was lent `maxDeliveries` times.")
  @ApiResponse(responseCode = "204", description = "It is back")
  @Refuses({Problem.NOT_FOUND, Problem.NOT_LENT})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/nack")
  void nack(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @RequestBody LeaseRequest request) {
    check(queue, loans.nack(queue, request.checked()));
  }

  @Operation(
      operationId = "extend",
      summary = "Extend a lease",
      description = "It lasts from now on as long as it was asked for at first.")
  @ApiResponse(responseCode = "204", description = "It is extended")
  @Refuses({Problem.NOT_FOUND, Problem.NOT_LENT})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/extend")
  void extend(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @RequestBody LeaseRequest request) {
    check(queue, loans.extend(queue, request.checked()));
  }

  private void check(String queue, boolean held) {
    if (!held) {
      checkKnown(queue);
      throw new ProblemException(
          Problem.NOT_LENT, "No item of the queue " + queue + " is lent under this token");
    }
  }

  @Operation(
      operationId = "requeueDeadLetters",
      summary = "Put dead letters back",
      description =
          "At the end of the queue, oldest first, as many as there is room for; they count as never"
              + " lent.")
  @ApiResponse(responseCode = "200", description = "How many")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/dead-letters/requeue")
  RequeueView requeue(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue) {
    checkKnown(queue);
    return new RequeueView(loans.requeue(queue));
  }

  @Operation(
      operationId = "clearDeadLetters",
      summary = "Remove the dead letters",
      description = "They count as done.")
  @ApiResponse(responseCode = "204", description = "They are gone")
  @Refuses(Problem.NOT_FOUND)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/dead-letters/clear")
  void clearDeadLetters(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue) {
    if (!queues.clearDeadLetters(queue)) {
      throw LineRefusals.noQueue(queue);
    }
  }

  private void checkKnown(String queue) {
    if (queues.find(queue).isEmpty()) {
      throw LineRefusals.noQueue(queue);
    }
  }
}
