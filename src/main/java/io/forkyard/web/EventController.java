package io.forkyard.web;

import io.forkyard.lock.Awaited;
import io.forkyard.lock.EventStatus;
import io.forkyard.lock.Events;
import io.forkyard.lock.Opening;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
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

/** {@code Event}. */
@Tag(name = "Events", description = "A flag that many may wait for: `Event`")
@RestController
@RequestMapping(path = "/v1/events", produces = MediaType.APPLICATION_JSON_VALUE)
class EventController {

  private final Events events;
  private final LineRefusals refusals;
  private final Waits waits;
  private final Peers peers;

  EventController(Events events, LineRefusals refusals, Waits waits, Peers peers) {
    this.events = events;
    this.refusals = refusals;
    this.waits = waits;
    this.peers = peers;
  }

  @Operation(
      operationId = "putEvent",
      summary = "Create an event",
      description = "One that is there already stays as it is: nothing is ever reset.")
  @ApiResponse(responseCode = "200", description = "It was there")
  @ApiResponse(responseCode = "201", description = "It is created")
  @Refuses(Problem.TOO_MANY_EVENTS)
  @PutMapping("/{event}")
  ResponseEntity<EventView> put(
      @Parameter(description = "The event's name", example = "ready") @PathVariable String event,
      @RequestBody(required = false) @Nullable EventRequest request) {
    return switch (events.open(Checks.name("event", event))) {
      case Opening.Created(EventStatus created) ->
          ResponseEntity.created(URI.create("/v1/events/" + event)).body(EventView.of(created));
      case Opening.Present(EventStatus present) -> ResponseEntity.ok(EventView.of(present));
      case Opening.Conflict(EventStatus present) ->
          throw new ProblemException(Problem.CONFLICT, "There is " + present.name());
      case Opening.TooMany(int most) ->
          throw new ProblemException(Problem.TOO_MANY_EVENTS, "There are " + most + " events");
    };
  }

  @Operation(operationId = "getEvent", summary = "Show an event", description = "`Event.is_set()`.")
  @ApiResponse(responseCode = "200", description = "The event")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{event}")
  EventView get(
      @Parameter(description = "The event's name", example = "ready") @PathVariable String event) {
    return EventView.of(find(event));
  }

  private EventStatus find(String event) {
    return events.find(event).orElseThrow(() -> ProblemException.notFound("event", event));
  }

  @Operation(
      operationId = "listEvents",
      summary = "List events",
      description = "By name. `next` of the answer is the `cursor` of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of events")
  @GetMapping
  EventList list(
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
    String after = Cursor.read(cursor, "events").orElse("");
    List<EventStatus> read = events.list(after, most + 1);
    Page<EventStatus> page = Page.of(read, most, EventStatus::name, "events");
    return new EventList(page.items().stream().map(EventView::of).toList(), page.next());
  }

  @Operation(
      operationId = "deleteEvent",
      summary = "Delete an event",
      description = "Callers that wait get a 404.")
  @ApiResponse(responseCode = "204", description = "It is gone")
  @Refuses(Problem.NOT_FOUND)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{event}")
  void delete(
      @Parameter(description = "The event's name", example = "ready") @PathVariable String event) {
    if (!events.delete(event)) {
      throw ProblemException.notFound("event", event);
    }
  }

  @Operation(
      operationId = "setEvent",
      summary = "Set an event",
      description = "`Event.set()`: all waits end, and those to come until it is cleared.")
  @ApiResponse(responseCode = "200", description = "It is set")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/{event}/set")
  FlagView set(
      @Parameter(description = "The event's name", example = "ready") @PathVariable String event) {
    return changed(event, events.set(event), true);
  }

  @Operation(
      operationId = "clearEvent",
      summary = "Clear an event",
      description = "`Event.clear()`: those who come to wait will wait.")
  @ApiResponse(responseCode = "200", description = "It is not set")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/{event}/clear")
  FlagView clear(
      @Parameter(description = "The event's name", example = "ready") @PathVariable String event) {
    return changed(event, events.clear(event), false);
  }

  private static FlagView changed(String event, boolean known, boolean set) {
    if (!known) {
      throw ProblemException.notFound("event", event);
    }
    return new FlagView(set);
  }

  @Operation(
      operationId = "waitForEvent",
      summary = "Wait for an event",
      description =
          "`Event.wait(timeout)`: answers as soon as it is set, also when it is cleared at once.")
  @ApiResponse(responseCode = "200", description = "Whether it was set in time")
  @Refuses({Problem.NOT_FOUND, Problem.HUNG_UP, Problem.TOO_MANY_WAITERS, Problem.UNAVAILABLE})
  @PostMapping("/{event}/wait")
  FlagView await(
      @Parameter(description = "The event's name", example = "ready") @PathVariable String event,
      @Parameter(
              description =
                  "Seconds to wait, at most and unless said the service's longest wait; a negative"
                      + " number counts as 0",
              schema = @Schema(type = "number"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String timeout) {
    Duration limit = waits.change(null, timeout);
    return switch (waits.whileHere(() -> events.await(event, limit, peers.here()))) {
      case Awaited.Happened() -> new FlagView(true);
      case Awaited.Late() -> new FlagView(false);
      case Awaited.Refused refused -> throw refusals.of("event", event, refused.why());
    };
  }
}
