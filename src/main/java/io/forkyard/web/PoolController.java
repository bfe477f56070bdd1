package io.forkyard.web;

import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import io.forkyard.pool.Put;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code Pool()}. */
@Tag(name = "Pools", description = "How many child JVMs run jobs at once, and how: `Pool()`")
@RestController
@RequestMapping(path = "/v1/pools", produces = MediaType.APPLICATION_JSON_VALUE)
class PoolController {

  private final Pools pools;
  private final PoolRules rules;

  PoolController(Pools pools, PoolRules rules) {
    this.pools = pools;
    this.rules = rules;
  }

  @Operation(
      operationId = "putPool",
      summary = "Create a pool or change it",
      description =
          "What is left out takes its default. A pool that runs is resized in place; settings of"
              + " the JVM hold for new children.")
  @ApiResponse(responseCode = "200", description = "The pool runs with the new settings")
  @ApiResponse(responseCode = "201", description = "The pool is created, its spares started")
  @Refuses(Problem.POOL_CLOSED)
  @PutMapping("/{pool}")
  ResponseEntity<PoolView> put(
      @Parameter(description = "The pool's name", example = "fast") @PathVariable String pool,
      @RequestBody(required = false) @Nullable PoolRequest request) {
    PoolRequest wanted = request == null ? PoolRequest.DEFAULT : request;
    return switch (pools.put(Checks.name("pool", pool), wanted.settings(rules))) {
      case Put.Created(PoolStatus created) ->
          ResponseEntity.created(URI.create("/v1/pools/" + pool)).body(PoolView.of(created));
      case Put.Replaced(PoolStatus replaced) -> ResponseEntity.ok(PoolView.of(replaced));
      case Put.NoArtifact(String id) ->
          throw ProblemException.refused(
              "initializer.classpath", "There is no jar " + id + "; upload it first");
      case Put.Closed() ->
          throw new ProblemException(
              Problem.POOL_CLOSED, "The pool " + pool + " is closed and not joined yet");
    };
  }

  @Operation(
      operationId = "getPool",
      summary = "Show a pool",
      description = "Its settings, its state, its counts and its child JVMs.")
  @ApiResponse(responseCode = "200", description = "The pool")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{pool}")
  PoolView get(
      @Parameter(description = "The pool's name", example = "default") @PathVariable String pool) {
    return pools
        .find(pool)
        .map(PoolView::of)
        .orElseThrow(() -> ProblemException.notFound("pool", pool));
  }

  @Operation(
      operationId = "listPools",
      summary = "List pools",
      description = "By name. `next` of the answer is the `cursor` of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of pools")
  @GetMapping
  PoolList list(
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
    String after = Cursor.read(cursor, "pools").orElse("");
    List<PoolStatus> rest =
        pools.list().stream().filter(pool -> pool.name().compareTo(after) > 0).toList();
    Page<PoolStatus> page = Page.of(rest, most, PoolStatus::name, "pools");
    return new PoolList(page.items().stream().map(PoolView::of).toList(), page.next());
  }

  @Operation(
      operationId = "deletePool",
      summary = "Delete a pool",
      description = "Deletes a pool without jobs and ends its idle children.")
  @ApiResponse(responseCode = "204", description = "It is gone")
  @Refuses({Problem.NOT_FOUND, Problem.POOL_BUSY, Problem.DEFAULT_POOL})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{pool}")
  void delete(
      @Parameter(description = "The pool's name", example = "fast") @PathVariable String pool) {
    switch (pools.delete(pool)) {
      case DONE -> {}
      case NOT_FOUND -> throw ProblemException.notFound("pool", pool);
      case BUSY ->
          throw new ProblemException(Problem.POOL_BUSY, "Jobs of " + pool + " run or wait");
      case DEFAULT ->
          throw new ProblemException(Problem.DEFAULT_POOL, "The pool default cannot be deleted");
    }
  }
}
