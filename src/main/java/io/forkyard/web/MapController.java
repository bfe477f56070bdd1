package io.forkyard.web;

import io.forkyard.job.JobFilter;
import io.forkyard.job.JobState;
import io.forkyard.job.MapPage;
import io.forkyard.job.MapStatus;
import io.forkyard.job.MapSubmission;
import io.forkyard.job.Maps;
import io.forkyard.pool.MapStopped;
import io.forkyard.pool.MapSubmitted;
import io.forkyard.pool.PoolMaps;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code Pool.map}, {@code map_async} and {@code starmap}. */
@Tag(name = "Maps", description = "Run code for each of many items: `Pool.map` and its kin")
@RestController
@RequestMapping(path = "/v1/maps", produces = MediaType.APPLICATION_JSON_VALUE)
class MapController {

  private final Maps maps;
  private final PoolMaps poolMaps;
  private final JobRules rules;
  private final MapRules mapRules;
  private final Waits waits;
  private final Graces graces;
  private final StopGate stopGate;
  private final IdempotencyKeys keys;

  MapController(
      Maps maps,
      PoolMaps poolMaps,
      JobRules rules,
      MapRules mapRules,
      Waits waits,
      Graces graces,
      StopGate stopGate,
      IdempotencyKeys keys) {
    this.maps = maps;
    this.poolMaps = poolMaps;
    this.rules = rules;
    this.mapRules = mapRules;
    this.waits = waits;
    this.graces = graces;
    this.stopGate = stopGate;
    this.keys = keys;
  }

  @Operation(
      operationId = "submitMap",
      summary = "Run something for each of many items",
      description =
          "Accepts a map and answers at once, or with `wait` as soon as it has ended. Its items go"
              + " to children in chunks. A map of which items failed is a 200 too.")
  @ApiResponse(responseCode = "200", description = "The map has ended in the time of `wait`")
  @ApiResponse(responseCode = "202", description = "The map is accepted and has not ended yet")
  @Refuses({Problem.NOT_FOUND, Problem.POOL_CLOSED, Problem.POOL_BACKLOG_FULL})
  @Repeatable
  @PostMapping
  ResponseEntity<MapView> submit(
      @RequestBody MapRequest request,
      @Parameter(
              description = "Seconds to wait for its end, at most the service's longest wait",
              schema = @Schema(type = "number", minimum = "0"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String wait,
      @Parameter(hidden = true) HttpServletRequest http) {
    Duration limit = waits.parse(wait);
    MapSubmission wanted = request.submission(rules, mapRules);
    return keys.once(
        http,
        HttpStatus.ACCEPTED,
        key -> answer(accepted(poolMaps.submit(wanted, key), wanted), limit),
        id -> answer(known(id), limit));
  }

  private MapStatus known(String id) {
    return maps.find(UUID.fromString(id)).orElseThrow(() -> ProblemException.notFound("map", id));
  }

  private ResponseEntity<MapView> answer(MapStatus accepted, Duration limit) {
    MapStatus map =
        limit.isPositive()
            ? waits.whileHere(() -> maps.await(accepted.id(), limit)).orElse(accepted)
            : accepted;
    return ResponseEntity.status(map.state().ready() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create("/v1/maps/" + map.id()))
        .body(MapView.of(map, maps));
  }

  private static MapStatus accepted(MapSubmitted submitted, MapSubmission wanted) {
    return switch (submitted) {
      case MapSubmitted.Accepted accepted -> accepted.map();
      case MapSubmitted.Refused refused ->
          throw Refusals.of(refused.reason(), wanted.each().pool());
    };
  }

  @Operation(
      operationId = "getMap",
      summary = "Show a map",
      description =
          "The map as it stands, or with `wait` as soon as it has ended. It is kept for"
              + " `forkyard.retention` after its end.")
  @ApiResponse(responseCode = "200", description = "The map")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{id}")
  MapView get(
      @Parameter(description = "The map's id", example = Examples.JOB) @PathVariable String id,
      @Parameter(
              description = "Seconds to wait for its end, at most the service's longest wait",
              schema = @Schema(type = "number", minimum = "0"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String wait) {
    UUID map = Params.id("map", id);
    Duration limit = waits.parse(wait);
    MapStatus seen =
        waits
            .whileHere(() -> maps.await(map, limit))
            .orElseThrow(() -> ProblemException.notFound("map", id));
    if (!seen.state().ready()) {
      stopGate.check();
    }
    return MapView.of(seen, maps);
  }

  @Operation(
      operationId = "listMaps",
      summary = "List maps",
      description =
          "Newest first, without results. `next` of the answer is the `cursor` of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of maps")
  @GetMapping
  MapList list(
      @Parameter(description = "Only those of this pool", example = "default")
          @RequestParam(required = false)
          @Nullable String pool,
      @Parameter(
              description = "Only those in this state",
              schema = @Schema(implementation = JobState.class))
          @RequestParam(required = false)
          @Nullable String state,
      @Parameter(description = "Only those of this name") @RequestParam(required = false)
          @Nullable String name,
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"),
              example = "100")
          @RequestParam(required = false)
          @Nullable String limit,
      @Parameter(description = "`next` of the page before, with the same filters")
          @RequestParam(required = false)
          @Nullable String cursor) {
    JobState wanted = Params.oneOf("state", state, JobState.class).orElse(null);
    int most = Page.limit(limit);
    UUID before = Cursor.read(cursor, pool, state, name).map(UUID::fromString).orElse(null);
    MapPage found = maps.list(new JobFilter(pool, wanted, name), before, most);
    Page<MapStatus> page = Page.of(found.maps(), found.more(), MapStatus::id, pool, state, name);
    return new MapList(page.items().stream().map(MapSummary::of).toList(), page.next());
  }

  @Operation(
      operationId = "terminateMap",
      summary = "Stop a map",
      description =
          "No further item runs. The children that run items are asked to stop and killed after the"
              + " grace, with everything that they started. What is done stays.")
  @ApiResponse(responseCode = "200", description = "It had not started and never will")
  @ApiResponse(responseCode = "202", description = "Its children were told to stop")
  @Refuses({Problem.NOT_FOUND, Problem.ALREADY_FINISHED})
  @PostMapping("/{id}/terminate")
  ResponseEntity<MapView> terminate(
      @Parameter(description = "The map's id", example = Examples.JOB) @PathVariable String id,
      @Parameter(
              description = "Seconds until the children are killed",
              schema = @Schema(type = "number", minimum = "0", defaultValue = "5"),
              example = "5")
          @RequestParam(required = false)
          @Nullable String grace) {
    return stopped(id, poolMaps.stop(Params.id("map", id), graces.parse(grace)));
  }

  @Operation(
      operationId = "killMap",
      summary = "Kill a map",
      description =
          "No further item runs. The children that run items are killed at once, with everything"
              + " that they started. What is done stays.")
  @ApiResponse(responseCode = "200", description = "It had not started and never will")
  @ApiResponse(responseCode = "202", description = "Its children are being killed")
  @Refuses({Problem.NOT_FOUND, Problem.ALREADY_FINISHED})
  @PostMapping("/{id}/kill")
  ResponseEntity<MapView> kill(
      @Parameter(description = "The map's id", example = Examples.JOB) @PathVariable String id) {
    return stopped(id, poolMaps.stop(Params.id("map", id), Duration.ZERO));
  }

  private ResponseEntity<MapView> stopped(String id, MapStopped stopped) {
    return switch (stopped) {
      case MapStopped.Cancelled(MapStatus map) -> ResponseEntity.ok(MapView.of(map, maps));
      case MapStopped.Stopping(MapStatus map) ->
          ResponseEntity.accepted().body(MapView.of(map, maps));
      case MapStopped.AlreadyFinished(MapStatus map) ->
          throw new ProblemException(
              Problem.ALREADY_FINISHED, "The map has ended already: it is " + map.state());
      case MapStopped.NotFound() -> throw ProblemException.notFound("map", id);
    };
  }

  @Operation(
      operationId = "deleteMap",
      summary = "Forget a map",
      description = "Deletes a map that has ended, with its results.")
  @ApiResponse(responseCode = "204", description = "It is forgotten")
  @Refuses({Problem.NOT_FOUND, Problem.NOT_FINISHED})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{id}")
  void delete(
      @Parameter(description = "The map's id", example = Examples.JOB) @PathVariable String id) {
    switch (maps.delete(Params.id("map", id))) {
      case DONE -> {}
      case NOT_FOUND -> throw ProblemException.notFound("map", id);
      case NOT_FINISHED ->
          throw new ProblemException(Problem.NOT_FINISHED, "The map has not ended yet");
    }
  }
}
