package io.forkyard.web;

import io.forkyard.lock.Opening;
import io.forkyard.lock.Permit;
import io.forkyard.lock.SemaphoreStatus;
import io.forkyard.lock.Semaphores;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

/** {@code Semaphore} and {@code BoundedSemaphore}. */
@Tag(
    name = "Semaphores",
    description = "Several holders at a time: `Semaphore`, `BoundedSemaphore`")
@RestController
@RequestMapping(path = "/v1/semaphores", produces = MediaType.APPLICATION_JSON_VALUE)
class SemaphoreController {

  private final Semaphores semaphores;
  private final LineRefusals refusals;
  private final Waits waits;
  private final Peers peers;
  private final Handover handover;

  SemaphoreController(
      Semaphores semaphores, LineRefusals refusals, Waits waits, Peers peers, Handover handover) {
    this.semaphores = semaphores;
    this.refusals = refusals;
    this.waits = waits;
    this.peers = peers;
    this.handover = handover;
  }

  @Operation(
      operationId = "putSemaphore",
      summary = "Create a semaphore",
      description = "One that is there already stays as it is: nothing is ever reset.")
  @ApiResponse(responseCode = "200", description = "It was there, with the same settings")
  @ApiResponse(responseCode = "201", description = "It is created")
  @Refuses({Problem.CONFLICT, Problem.TOO_MANY_SEMAPHORES})
  @PutMapping("/{semaphore}")
  ResponseEntity<SemaphoreView> put(
      @Parameter(description = "The semaphore's name", example = "licences") @PathVariable
          String semaphore,
      @RequestBody(required = false) @Nullable SemaphoreRequest request) {
    SemaphoreRequest wanted = request == null ? SemaphoreRequest.DEFAULT : request;
    return switch (semaphores.open(
        Checks.name("semaphore", semaphore), wanted.permits(), wanted.wantsBounded())) {
      case Opening.Created(SemaphoreStatus created) ->
          ResponseEntity.created(URI.create("/v1/semaphores/" + semaphore))
              .body(SemaphoreView.of(created));
      case Opening.Present(SemaphoreStatus present) -> ResponseEntity.ok(SemaphoreView.of(present));
      case Opening.Conflict(SemaphoreStatus present) ->
          throw new ProblemException(
              Problem.CONFLICT,
              "The semaphore %s is there with %d permits and %s bounded"
                  .formatted(semaphore, present.initial(), present.bounded() ? "is" : "is not"));
      case Opening.TooMany(int most) ->
          throw new ProblemException(
              Problem.TOO_MANY_SEMAPHORES, "There are " + most + " semaphores");
    };
  }

  @Operation(
      operationId = "getSemaphore",
      summary = "Show a semaphore",
      description = "`value` is what is left.")
  @ApiResponse(responseCode = "200", description = "The semaphore")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{semaphore}")
  SemaphoreView get(
      @Parameter(description = "The semaphore's name", example = "licences") @PathVariable
          String semaphore) {
    return SemaphoreView.of(find(semaphore));
  }

  private SemaphoreStatus find(String semaphore) {
    return semaphores
        .find(semaphore)
        .orElseThrow(() -> ProblemException.notFound("semaphore", semaphore));
  }

  @Operation(
      operationId = "listSemaphores",
      summary = "List semaphores",
      description = "By name. `next` of the answer is the `cursor` of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of semaphores")
  @GetMapping
  SemaphoreList list(
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
    String after = Cursor.read(cursor, "semaphores").orElse("");
    List<SemaphoreStatus> read = semaphores.list(after, most + 1);
    Page<SemaphoreStatus> page = Page.of(read, most, SemaphoreStatus::name, "semaphores");
    return new SemaphoreList(page.items().stream().map(SemaphoreView::of).toList(), page.next());
  }

  @Operation(
      operationId = "deleteSemaphore",
      summary = "Delete a semaphore",
      description = "Callers that wait get a 404.")
  @ApiResponse(responseCode = "204", description = "It is gone")
  @Refuses(Problem.NOT_FOUND)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{semaphore}")
  void delete(
      @Parameter(description = "The semaphore's name", example = "licences") @PathVariable
          String semaphore) {
    if (!semaphores.delete(semaphore)) {
      throw ProblemException.notFound("semaphore", semaphore);
    }
  }

  @Operation(
      operationId = "acquirePermit",
      summary = "Acquire a permit",
      description =
          "`Semaphore.acquire(block, timeout)`. A permit taken over HTTP has no holder: it comes back"
              + " only by a release.")
  @ApiResponse(
      responseCode = "200",
      description = "It is taken",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = PermitView.class)))
  @Refuses({
    Problem.NOT_FOUND,
    Problem.HUNG_UP,
    Problem.SEMAPHORE_EXHAUSTED,
    Problem.TOO_MANY_WAITERS,
    Problem.UNAVAILABLE
  })
  @PostMapping("/{semaphore}/acquire")
  void acquire(
      @Parameter(description = "The semaphore's name", example = "licences") @PathVariable
          String semaphore,
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
    switch (waits.whileHere(() -> semaphores.acquire(semaphore, null, limit, peers.here()))) {
      case Permit.Taken(int left) ->
          handover.send(new PermitView(left), response, () -> semaphores.giveBack(semaphore, null));
      case Permit.Exhausted() ->
          throw new ProblemException(
              Problem.SEMAPHORE_EXHAUSTED, "No permit of the semaphore " + semaphore + " is left");
      case Permit.Refused refused -> throw refusals.of("semaphore", semaphore, refused.why());
    }
  }

  @Operation(
      operationId = "releasePermit",
      summary = "Release a permit",
      description = "`Semaphore.release()`. The next waiter has it at once.")
  @ApiResponse(responseCode = "204", description = "It is released")
  @Refuses({Problem.NOT_FOUND, Problem.SEMAPHORE_EXCESS})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/{semaphore}/release")
  void release(
      @Parameter(description = "The semaphore's name", example = "licences") @PathVariable
          String semaphore) {
    if (!semaphores.release(semaphore)) {
      throw new ProblemException(
          Problem.SEMAPHORE_EXCESS,
          "The semaphore %s has all of its %d permits"
              .formatted(semaphore, find(semaphore).value()));
    }
  }
}
