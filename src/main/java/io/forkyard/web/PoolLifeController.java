package io.forkyard.web;

import io.forkyard.pool.PoolState;
import io.forkyard.pool.PoolStatus;
import io.forkyard.pool.Pools;
import io.forkyard.pool.Steered;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code Pool.close}, {@code Pool.terminate} and {@code Pool.join}. */
@Tag(name = "Pools")
@RestController
@RequestMapping(path = "/v1/pools/{pool}", produces = MediaType.APPLICATION_JSON_VALUE)
class PoolLifeController {

  private final Pools pools;
  private final Waits waits;
  private final Graces graces;
  private final StopGate stopGate;

  PoolLifeController(Pools pools, Waits waits, Graces graces, StopGate stopGate) {
    this.pools = pools;
    this.waits = waits;
    this.graces = graces;
    this.stopGate = stopGate;
  }

  @Operation(
      operationId = "closePool",
      summary = "Let a pool take no more jobs",
      description =
          "`Pool.close()`: new jobs are refused, those accepted run to their end, retries too. Of a"
              + " pool that is closed already nothing changes.")
  @ApiResponse(responseCode = "200", description = "The pool takes no more jobs")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/close")
  PoolView close(
      @Parameter(description = "The pool's name", example = "fast") @PathVariable String pool) {
    return seen(pool, pools.close(pool));
  }

  @Operation(
      operationId = "terminatePool",
      summary = "Stop a pool and all its jobs",
      description =
          "`Pool.terminate()`: new jobs are refused, those that wait are cancelled, the children of"
              + " those that run are asked to stop and killed after the grace.")
  @ApiResponse(responseCode = "200", description = "No job waits, each running child was told")
  @Refuses(Problem.NOT_FOUND)
  @PostMapping("/terminate")
  PoolView terminate(
      @Parameter(description = "The pool's name", example = "fast") @PathVariable String pool,
      @Parameter(
              description = "Seconds until running children are killed",
              schema = @Schema(type = "number", minimum = "0", defaultValue = "5"),
              example = "5")
          @RequestParam(required = false)
          @Nullable String grace) {
    return seen(pool, pools.terminate(pool, graces.parse(grace)));
  }

  @Operation(
      operationId = "joinPool",
      summary = "Wait for the end of a closed pool",
      description =
          "`Pool.join()`: answers as soon as all jobs of a closed or terminated pool have ended and"
              + " no child of it is left. When the time runs out it shows what is left, and the"
              + " pool has not been joined. A pool that was joined runs anew when it is put.")
  @ApiResponse(
      responseCode = "200",
      description = "The pool: joined when it has neither workers nor jobs that wait or run")
  @Refuses({Problem.NOT_FOUND, Problem.POOL_RUNNING})
  @PostMapping("/join")
  PoolView join(
      @Parameter(description = "The pool's name", example = "fast") @PathVariable String pool,
      @Parameter(
              description = "Seconds to wait for its end, at most the service's longest wait",
              schema = @Schema(type = "number", minimum = "0"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String wait) {
    Duration limit = waits.parse(wait);
    PoolView seen = seen(pool, waits.whileHere(() -> pools.join(pool, limit)));
    if (!seen.workers().isEmpty() || seen.pending() + seen.running() > 0) {
      stopGate.check();
    }
    return seen;
  }

  @Operation(
      operationId = "pausePool",
      summary = "Let a pool hand out no jobs",
      description = "It takes jobs and keeps its spares; those that run are not stopped.")
  @ApiResponse(responseCode = "200", description = "The pool is paused")
  @Refuses({Problem.NOT_FOUND, Problem.POOL_CLOSED})
  @PostMapping("/pause")
  PoolView pause(
      @Parameter(description = "The pool's name", example = "fast") @PathVariable String pool) {
    return seen(pool, pools.pause(pool));
  }

  @Operation(
      operationId = "resumePool",
      summary = "Let a paused pool hand out jobs again",
      description = "Of a pool that is not paused nothing changes.")
  @ApiResponse(responseCode = "200", description = "The pool runs")
  @Refuses({Problem.NOT_FOUND, Problem.POOL_CLOSED})
  @PostMapping("/resume")
  PoolView resume(
      @Parameter(description = "The pool's name", example = "fast") @PathVariable String pool) {
    return seen(pool, pools.resume(pool));
  }

  private static PoolView seen(String name, Steered steered) {
    return switch (steered) {
      case Steered.Done(PoolStatus pool) -> PoolView.of(pool);
      case Steered.NotFound() -> throw ProblemException.notFound("pool", name);
      case Steered.Closed() ->
          throw new ProblemException(Problem.POOL_CLOSED, "The pool " + name + " is closed");
      case Steered.Open(PoolState state) ->
          throw new ProblemException(
              Problem.POOL_RUNNING,
              "The pool " + name + " is " + state + "; close or terminate it first");
    };
  }
}
