package io.forkyard.web;

import io.forkyard.lock.LockStatus;
import io.forkyard.lock.Locks;
import io.forkyard.lock.Opening;
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

/** {@code Lock()} and {@code RLock()}, their life. */
@Tag(
    name = "Locks",
    description = "One holder at a time: `Lock`, `RLock`, with leases and fencing numbers")
@RestController
@RequestMapping(path = "/v1/locks", produces = MediaType.APPLICATION_JSON_VALUE)
class LockController {

  private final Locks locks;

  LockController(Locks locks) {
    this.locks = locks;
  }

  @Operation(
      operationId = "putLock",
      summary = "Create a lock",
      description = "One that is there already stays as it is: nothing is ever reset.")
  @ApiResponse(responseCode = "200", description = "It was there, with the same settings")
  @ApiResponse(responseCode = "201", description = "It is created")
  @Refuses({Problem.CONFLICT, Problem.TOO_MANY_LOCKS})
  @PutMapping("/{lock}")
  ResponseEntity<LockView> put(
      @Parameter(description = "The lock's name", example = "ledger") @PathVariable String lock,
      @RequestBody(required = false) @Nullable LockRequest request) {
    LockRequest wanted = request == null ? LockRequest.DEFAULT : request;
    return switch (locks.open(Checks.name("lock", lock), wanted.wantsReentrant())) {
      case Opening.Created(LockStatus created) ->
          ResponseEntity.created(URI.create("/v1/locks/" + lock)).body(LockView.of(created));
      case Opening.Present(LockStatus present) -> ResponseEntity.ok(LockView.of(present));
      case Opening.Conflict(LockStatus present) ->
          throw new ProblemException(
              Problem.CONFLICT,
              "The lock %s is there and %s re-entrant"
                  .formatted(lock, present.reentrant() ? "is" : "is not"));
      case Opening.TooMany(int most) ->
          throw new ProblemException(Problem.TOO_MANY_LOCKS, "There are " + most + " locks");
    };
  }

  @Operation(
      operationId = "getLock",
      summary = "Show a lock",
      description = "Whether it is held, by whom and since when.")
  @ApiResponse(responseCode = "200", description = "The lock")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{lock}")
  LockView get(
      @Parameter(description = "The lock's name", example = "ledger") @PathVariable String lock) {
    return LockView.of(find(lock));
  }

  private LockStatus find(String lock) {
    return locks.find(lock).orElseThrow(() -> ProblemException.notFound("lock", lock));
  }

  @Operation(
      operationId = "listLocks",
      summary = "List locks",
      description = "By name. `next` of the answer is the `cursor` of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of locks")
  @GetMapping
  LockList list(
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
    String after = Cursor.read(cursor, "locks").orElse("");
    List<LockStatus> read = locks.list(after, most + 1);
    Page<LockStatus> page = Page.of(read, most, LockStatus::name, "locks");
    return new LockList(page.items().stream().map(LockView::of).toList(), page.next());
  }

  @Operation(
      operationId = "deleteLock",
      summary = "Delete a lock",
      description = "Whoever holds it. Callers that wait get a 404.")
  @ApiResponse(responseCode = "204", description = "It is gone")
  @Refuses(Problem.NOT_FOUND)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{lock}")
  void delete(
      @Parameter(description = "The lock's name", example = "ledger") @PathVariable String lock) {
    if (!locks.delete(lock)) {
      throw ProblemException.notFound("lock", lock);
    }
  }
}
