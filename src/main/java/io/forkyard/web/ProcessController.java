package io.forkyard.web;

import io.forkyard.pool.Launched;
import io.forkyard.pool.NewProcess;
import io.forkyard.pool.ProcessFilter;
import io.forkyard.pool.ProcessState;
import io.forkyard.pool.ProcessStatus;
import io.forkyard.pool.Processes;
import io.forkyard.pool.Signalled;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code Process} and {@code active_children}. */
@Tag(name = "Processes", description = "Child JVMs outside every pool, and all others: `Process`")
@RestController
@RequestMapping(path = "/v1/processes", produces = MediaType.APPLICATION_JSON_VALUE)
class ProcessController {

  private static final Duration ROOM_SOON = Duration.ofSeconds(1);

  private final Processes processes;
  private final JobRules jobRules;
  private final PoolRules poolRules;
  private final Waits waits;
  private final Graces graces;
  private final StopGate stopGate;
  private final IdempotencyKeys keys;

  ProcessController(
      Processes processes,
      JobRules jobRules,
      PoolRules poolRules,
      Waits waits,
      Graces graces,
      StopGate stopGate,
      IdempotencyKeys keys) {
    this.processes = processes;
    this.jobRules = jobRules;
    this.poolRules = poolRules;
    this.waits = waits;
    this.graces = graces;
    this.stopGate = stopGate;
    this.keys = keys;
  }

  @Operation(
      operationId = "startProcess",
      summary = "Start a process",
      description =
          "Starts a child JVM at once, outside every pool: `Process(target=f).start()`. It has no"
              + " result; its exit code tells how it ended.")
  @ApiResponse(responseCode = "201", description = "It has a process id")
  @Refuses({Problem.TOO_MANY_PROCESSES, Problem.UNAVAILABLE})
  @ResponseStatus(HttpStatus.CREATED)
  @Repeatable
  @PostMapping
  ResponseEntity<ChildView> start(
      @RequestBody ProcessRequest request, @Parameter(hidden = true) HttpServletRequest http) {
    NewProcess wanted = request.wanted(jobRules, poolRules);
    return keys.once(
        http,
        HttpStatus.CREATED,
        key -> created(started(processes.start(wanted, key))),
        id -> created(known(id)));
  }

  private ProcessStatus known(String id) {
    return processes
        .find(UUID.fromString(id))
        .orElseThrow(() -> ProblemException.notFound("process", id));
  }

  private static ResponseEntity<ChildView> created(ProcessStatus process) {
    return ResponseEntity.created(URI.create("/v1/processes/" + process.id()))
        .body(ChildView.of(process));
  }

  private static ProcessStatus started(Launched launched) {
    return switch (launched) {
      case Launched.Started(ProcessStatus process) -> process;
      case Launched.TooMany(int most) ->
          throw new ProblemException(
                  Problem.TOO_MANY_PROCESSES, "There may be " + most + " child JVMs at once")
              .retryAfter(ROOM_SOON);
      case Launched.Refused(String why) ->
          throw new ProblemException(Problem.UNAVAILABLE, why).retryAfter(ROOM_SOON);
      case Launched.Repeated() -> throw IdempotencyKeys.underWay();
      case Launched.NoArtifact(String id) ->
          throw ProblemException.refused(
              "classpath", "There is no jar " + id + "; upload it first");
      case Launched.NoMainClass() ->
          throw ProblemException.refused(
              "target", "No jar of the classpath names a Main-Class in its manifest");
    };
  }

  @Operation(
      operationId = "listProcesses",
      summary = "List processes",
      description =
          "Every child JVM that lives, also those of pools and compilers, and those that have ended"
              + " in the last hour, on all nodes that answer within two seconds:"
              + " `active_children()` and more. Newest first; `next` of the answer is the `cursor`"
              + " of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of processes")
  @GetMapping
  ProcessList list(
      @Parameter(description = "Only those of this pool", example = "default")
          @RequestParam(required = false)
          @Nullable String pool,
      @Parameter(
              description = "Only those in this state",
              schema = @Schema(implementation = ProcessState.class))
          @RequestParam(required = false)
          @Nullable String state,
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
    ProcessState wanted = Params.oneOf("state", state, ProcessState.class).orElse(null);
    int most = Page.limit(limit);
    UUID before = Cursor.read(cursor, "processes", pool, state).map(UUID::fromString).orElse(null);
    List<ProcessStatus> found = processes.list(new ProcessFilter(pool, wanted, before), most + 1);
    Page<ProcessStatus> page = Page.of(found, most, ProcessStatus::id, "processes", pool, state);
    return new ProcessList(page.items().stream().map(ChildView::of).toList(), page.next());
  }

  @Operation(
      operationId = "getProcess",
      summary = "Show a process",
      description =
          "The process as it stands, or with `wait` as soon as it has ended: `join(timeout)`.")
  @ApiResponse(responseCode = "200", description = "The process")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{id}")
  ChildView get(
      @Parameter(description = "The process's id", example = Examples.PROCESS) @PathVariable
          String id,
      @Parameter(
              description = "Seconds to wait for its end, at most the service's longest wait",
              schema = @Schema(type = "number", minimum = "0"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String wait) {
    UUID process = Params.id("process", id);
    Duration limit = waits.parse(wait);
    ProcessStatus seen =
        waits
            .whileHere(() -> processes.await(process, limit))
            .orElseThrow(() -> ProblemException.notFound("process", id));
    if (seen.state().alive()) {
      stopGate.check();
    }
    return ChildView.of(seen);
  }

  @Operation(
      operationId = "terminateProcess",
      summary = "End a process",
      description =
          "Sends SIGTERM to it and to everything that it started, and SIGKILL to what is left after"
              + " the grace. Its threads are not interrupted. A worker that is ended fails its job.")
  @ApiResponse(responseCode = "200", description = "It had ended already; nothing happens")
  @ApiResponse(responseCode = "202", description = "It was told to end")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/{id}/terminate")
  ResponseEntity<ChildView> terminate(
      @Parameter(description = "The process's id", example = Examples.PROCESS) @PathVariable
          String id,
      @Parameter(
              description = "Seconds until it is killed",
              schema = @Schema(type = "number", minimum = "0", defaultValue = "5"),
              example = "5")
          @RequestParam(required = false)
          @Nullable String grace) {
    Duration patience = graces.parse(grace);
    return signalled(id, processes.terminate(Params.id("process", id), patience));
  }

  @Operation(
      operationId = "killProcess",
      summary = "Kill a process",
      description =
          "Sends SIGKILL to it and to everything that it started. A worker that is killed fails its"
              + " job.")
  @ApiResponse(responseCode = "200", description = "It had ended already; nothing happens")
  @ApiResponse(responseCode = "202", description = "It is being killed")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/{id}/kill")
  ResponseEntity<ChildView> kill(
      @Parameter(description = "The process's id", example = Examples.PROCESS) @PathVariable
          String id) {
    return signalled(id, processes.kill(Params.id("process", id)));
  }

  private static ResponseEntity<ChildView> signalled(String id, Signalled signalled) {
    return switch (signalled) {
      case Signalled.Sent(ProcessStatus process) ->
          ResponseEntity.accepted().body(ChildView.of(process));
      case Signalled.Ended(ProcessStatus process) -> ResponseEntity.ok(ChildView.of(process));
      case Signalled.NotFound() -> throw ProblemException.notFound("process", id);
    };
  }
}
