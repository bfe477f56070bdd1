package io.forkyard.web;

import io.forkyard.queue.Added;
import io.forkyard.queue.PutIds;
import io.forkyard.queue.QueueProperties;
import io.forkyard.queue.Queues;
import io.forkyard.storage.RepeatKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code Queue.put}. */
@Tag(name = "Queues")
@RestController
@RequestMapping(path = "/v1/queues/{queue}", produces = MediaType.APPLICATION_JSON_VALUE)
class PutController {

  private final Queues queues;
  private final LineRefusals refusals;
  private final QueueProperties limits;
  private final ItemTexts texts;
  private final Waits waits;
  private final Peers peers;
  private final IdempotencyKeys keys;

  PutController(
      Queues queues,
      LineRefusals refusals,
      QueueProperties limits,
      ItemTexts texts,
      Waits waits,
      Peers peers,
      IdempotencyKeys keys) {
    this.queues = queues;
    this.refusals = refusals;
    this.limits = limits;
    this.texts = texts;
    this.waits = waits;
    this.peers = peers;
    this.keys = keys;
  }

  @Operation(
      operationId = "putItem",
      summary = "Put an item",
      description = "`Queue.put(item, block, timeout)`. The item, any JSON value, is kept as sent.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(description = "Any JSON value"))))
  @ApiResponse(responseCode = "201", description = "It is in the queue")
  @Refuses({
    Problem.NOT_FOUND,
    Problem.HUNG_UP,
    Problem.QUEUE_FULL,
    Problem.QUEUE_CLOSED,
    Problem.TOO_LARGE,
    Problem.TOO_MANY_WAITERS,
    Problem.UNAVAILABLE
  })
  @ResponseStatus(HttpStatus.CREATED)
  @Repeatable
  @PostMapping("/put")
  ResponseEntity<PutView> put(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @RequestBody(required = false) byte @Nullable [] body,
      @Parameter(
              description = "Whether to wait",
              schema = @Schema(type = "boolean", defaultValue = "true"),
              example = "true")
          @RequestParam(required = false)
          @Nullable String block,
      @Parameter(
              description =
                  "Seconds to wait, at most and unless said the service's longest wait; a negative"
                      + " number counts as 0",
              schema = @Schema(type = "number"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String timeout,
      @Parameter(hidden = true) HttpServletRequest http) {
    Duration limit = waits.change(block, timeout);
    List<String> item = List.of(texts.item(body));
    return once(http, queue, item, limit, ids -> new PutView(ids.getFirst()));
  }

  @Operation(
      operationId = "putItems",
      summary = "Put several items",
      description = "All of them, in their order, as soon as there is room for all; or none.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema =
                          @Schema(
                              description = "An array of any JSON values",
                              type = "array",
                              implementation = Object[].class))))
  @ApiResponse(responseCode = "201", description = "They are in the queue")
  @Refuses({
    Problem.NOT_FOUND,
    Problem.HUNG_UP,
    Problem.QUEUE_FULL,
    Problem.QUEUE_CLOSED,
    Problem.TOO_LARGE,
    Problem.TOO_MANY_WAITERS,
    Problem.UNAVAILABLE
  })
  @ResponseStatus(HttpStatus.CREATED)
  @Repeatable
  @PostMapping("/put-batch")
  ResponseEntity<PutBatchView> putBatch(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @RequestBody(required = false) byte @Nullable [] body,
      @Parameter(
              description = "Whether to wait",
              schema = @Schema(type = "boolean", defaultValue = "true"),
              example = "true")
          @RequestParam(required = false)
          @Nullable String block,
      @Parameter(
              description =
                  "Seconds to wait, at most and unless said the service's longest wait; a negative"
                      + " number counts as 0",
              schema = @Schema(type = "number"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String timeout,
      @Parameter(hidden = true) HttpServletRequest http) {
    Duration limit = waits.change(block, timeout);
    List<String> items = texts.items(body);
    if (items.size() > limits.maxBatch()) {
      throw tooMany(limits.maxBatch(), items.size());
    }
    return once(http, queue, items, limit, PutBatchView::new);
  }

  /** The ids of what was put are known as long as the key, whatever has become of the queue. */
  private <V> ResponseEntity<V> once(
      HttpServletRequest http,
      String queue,
      List<String> items,
      Duration limit,
      Function<List<String>, V> view) {
    return keys.once(
        http,
        HttpStatus.CREATED,
        key -> created(view.apply(put(queue, items, key, limit))),
        ids -> created(view.apply(PutIds.parse(ids).all())));
  }

  private static <V> ResponseEntity<V> created(V body) {
    return ResponseEntity.status(HttpStatus.CREATED).body(body);
  }

  private List<String> put(
      String queue, List<String> items, @Nullable RepeatKey key, Duration limit) {
    return switch (waits.whileHere(() -> queues.put(queue, items, key, limit, peers.here()))) {
      case Added.Stored(List<String> ids) -> ids;
      case Added.Repeated() -> throw IdempotencyKeys.underWay();
      case Added.Full() ->
          throw new ProblemException(Problem.QUEUE_FULL, "The queue " + queue + " is full")
              .retryAfter(LineRefusals.RETRY);
      case Added.TooMany(int most) -> throw tooMany(most, items.size());
      case Added.Refused refused -> throw refusals.of("queue", queue, refused.why());
    };
  }

  private static ProblemException tooMany(int most, int found) {
    return ProblemException.invalid("The body", "at most " + most + " items", found + " items");
  }
}
