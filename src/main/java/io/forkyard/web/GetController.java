package io.forkyard.web;

import io.forkyard.queue.Item;
import io.forkyard.queue.QueueProperties;
import io.forkyard.queue.Queues;
import io.forkyard.queue.Taken;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code Queue.get}. */
@Tag(name = "Queues")
@RestController
@RequestMapping(path = "/v1/queues/{queue}", produces = MediaType.APPLICATION_JSON_VALUE)
class GetController {

  private static final int MOST = 1000;
  private static final int DEFAULT_MAX = 100;

  private final Queues queues;
  private final LineRefusals refusals;
  private final QueueProperties limits;
  private final Waits waits;
  private final Peers peers;
  private final Handover handover;

  GetController(
      Queues queues,
      LineRefusals refusals,
      QueueProperties limits,
      Waits waits,
      Peers peers,
      Handover handover) {
    this.queues = queues;
    this.refusals = refusals;
    this.limits = limits;
    this.waits = waits;
    this.peers = peers;
    this.handover = handover;
  }

  @Operation(
      operationId = "getItem",
      summary = "Get an item",
      description =
          "`Queue.get(block, timeout)`: removes the item at the head. With `lease` it is lent, and"
              + " comes back to the head unless it is acknowledged in time.")
  @ApiResponse(
      responseCode = "200",
      description = "The item, as it was put",
      headers = {
        @Header(
            name = "Message-Id",
            description = "The id of its put",
            schema = @Schema(type = "string", example = Examples.ITEM)),
        @Header(
            name = "Lease-Token",
            description = "With `lease`: what to acknowledge it with",
            schema = @Schema(type = "string", example = Examples.LEASE))
      },
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(description = "Any JSON value")))
  @ApiResponse(
      responseCode = "204",
      description = "There was none in time: `queue.Empty`",
      content = @Content)
  @Refuses({
    Problem.NOT_FOUND,
    Problem.HUNG_UP,
    Problem.QUEUE_CLOSED,
    Problem.TOO_MANY_WAITERS,
    Problem.UNAVAILABLE
  })
  @PostMapping("/get")
  void get(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
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
      @Parameter(
              description = "Seconds that the item is lent for; it is removed unless said",
              schema = @Schema(type = "number"),
              example = "30")
          @RequestParam(required = false)
          @Nullable String lease,
      HttpServletResponse response)
      throws IOException {
    Duration limit = waits.change(block, timeout);
    Duration lent = Params.lease(lease, limits.maxLease()).orElse(null);
    switch (take(queue, 1, lent, limit)) {
      case Taken.Items(List<Item> items) -> handover.one(items.getFirst(), response);
      case Taken.Empty() -> response.setStatus(HttpStatus.NO_CONTENT.value());
      case Taken.Refused refused -> throw refusals.of("queue", queue, refused.why());
    }
  }

  @Operation(
      operationId = "getItems",
      summary = "Get several items",
      description = "Waits for the first one only, and removes what is there then.")
  @ApiResponse(
      responseCode = "200",
      description = "The items in their order; none when there was none in time",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema =
                  @Schema(
                      description = "An array of any JSON values",
                      type = "array",
                      implementation = Object[].class)))
  @Refuses({
    Problem.NOT_FOUND,
    Problem.HUNG_UP,
    Problem.QUEUE_CLOSED,
    Problem.TOO_MANY_WAITERS,
    Problem.UNAVAILABLE
  })
  @PostMapping("/get-batch")
  void getBatch(
      @Parameter(description = "The queue's name", example = "orders") @PathVariable String queue,
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"),
              example = "100")
          @RequestParam(required = false)
          @Nullable String max,
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
      HttpServletResponse response)
      throws IOException {
    Duration limit = waits.change(block, timeout);
    int most = Params.whole("max", max, 1, MOST).map(Long::intValue).orElse(DEFAULT_MAX);
    switch (take(queue, most, null, limit)) {
      case Taken.Items(List<Item> items) -> handover.all(items, response);
      case Taken.Empty() -> handover.all(List.of(), response);
      case Taken.Refused refused -> throw refusals.of("queue", queue, refused.why());
    }
  }

  private Taken take(String queue, int max, @Nullable Duration lease, Duration limit) {
    return waits.whileHere(() -> queues.get(queue, max, lease, limit, peers.here()));
  }
}
