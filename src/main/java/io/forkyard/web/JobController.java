package io.forkyard.web;

import io.forkyard.job.Awaited;
import io.forkyard.job.Job;
import io.forkyard.job.JobFilter;
import io.forkyard.job.JobPage;
import io.forkyard.job.JobState;
import io.forkyard.job.Jobs;
import io.forkyard.job.Submission;
import io.forkyard.pool.Pools;
import io.forkyard.pool.Stopped;
import io.forkyard.pool.Submitted;
import io.forkyard.storage.RepeatKey;
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

/** {@code Pool.apply}, {@code Pool.apply_async} and {@code AsyncResult}. */
@Tag(name = "Jobs", description = "Run code in child JVMs: `Pool.apply`, `apply_async`")
@RestController
@RequestMapping(path = "/v1/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
class JobController {

  private final Jobs jobs;
  private final Pools pools;
  private final JobRules rules;
  private final Waits waits;
  private final Graces graces;
  private final StopGate stopGate;
  private final IdempotencyKeys keys;

  JobController(
      Jobs jobs,
      Pools pools,
      JobRules rules,
      Waits waits,
      Graces graces,
      StopGate stopGate,
      IdempotencyKeys keys) {
    this.jobs = jobs;
    this.pools = pools;
    this.rules = rules;
    this.waits = waits;
    this.graces = graces;
    this.stopGate = stopGate;
    this.keys = keys;
  }

  @Operation(
      operationId = "submitJob",
      summary = "Run something in a child JVM",
      description =
          "Accepts a job and answers at once, or with `wait` as soon as it has ended. A job that"
              + " failed is a 200 too: look at its `state` and `failure`.")
  @ApiResponse(responseCode = "200", description = "The job has ended in the time of `wait`")
  @ApiResponse(responseCode = "202", description = "The job is accepted and has not ended yet")
  @Refuses({Problem.NOT_FOUND, Problem.POOL_CLOSED, Problem.POOL_BACKLOG_FULL})
  @Repeatable
  @PostMapping
  ResponseEntity<JobView> submit(
      @RequestBody JobRequest request,
      @Parameter(
              description = "Seconds to wait for its end, at most the service's longest wait",
              schema = @Schema(type = "number", minimum = "0"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String wait,
      @Parameter(hidden = true) HttpServletRequest http) {
    Duration limit = waits.parse(wait);
    Submission wanted = request.submission(rules);
    return keys.once(
        http,
        HttpStatus.ACCEPTED,
        key -> submit(wanted, key, limit),
        id -> answer(await(known(id), limit)));
  }

  /** It is expected before it is stored, so that its end is heard and need not be read. */
  private ResponseEntity<JobView> submit(
      Submission wanted, @Nullable RepeatKey key, Duration limit) {
    try (Awaited awaited = jobs.expect()) {
      Job job = accepted(pools.submit(awaited.id(), wanted, key), wanted.pool());
      return answer(
          limit.isPositive()
              ? waits.whileHere(() -> jobs.await(awaited, job, limit)).orElse(job)
              : job);
    }
  }

  private Job await(Job job, Duration limit) {
    return limit.isPositive()
        ? waits.whileHere(() -> jobs.await(job.id(), limit)).orElse(job)
        : job;
  }

  private Job known(String id) {
    return jobs.find(UUID.fromString(id)).orElseThrow(() -> ProblemException.notFound("job", id));
  }

  private static ResponseEntity<JobView> answer(Job job) {
    return ResponseEntity.status(job.state().ready() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create("/v1/jobs/" + job.id()))
        .body(JobView.of(job));
  }

  private static Job accepted(Submitted submitted, String pool) {
    return switch (submitted) {
      case Submitted.Accepted accepted -> accepted.job();
      case Submitted.Refusal refusal -> throw Refusals.of(refusal, pool);
    };
  }

  @Operation(
      operationId = "getJob",
      summary = "Show a job",
      description =
          "The job as it stands, or with `wait` as soon as it has ended. It is kept for"
              + " `forkyard.retention` after its end.")
  @ApiResponse(responseCode = "200", description = "The job")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{id}")
  JobView get(
      @Parameter(description = "The job's id", example = Examples.JOB) @PathVariable String id,
      @Parameter(
              description = "Seconds to wait for its end, at most the service's longest wait",
              schema = @Schema(type = "number", minimum = "0"),
              example = "10")
          @RequestParam(required = false)
          @Nullable String wait) {
    UUID job = Params.id("job", id);
    Duration limit = waits.parse(wait);
    Job seen =
        waits
            .whileHere(() -> jobs.await(job, limit))
            .orElseThrow(() -> ProblemException.notFound("job", id));
    if (!seen.state().ready()) {
      stopGate.check();
    }
    return JobView.of(seen);
  }

  @Operation(
      operationId = "listJobs",
      summary = "List jobs",
      description = "Newest first. `next` of the answer is the `cursor` of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of jobs")
  @GetMapping
  JobList list(
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
    JobPage found = jobs.list(new JobFilter(pool, wanted, name), before, most);
    Page<Job> page = Page.of(found.jobs(), found.more(), Job::id, pool, state, name);
    return new JobList(page.items().stream().map(JobView::of).toList(), page.next());
  }

  @Operation(
      operationId = "terminateJob",
      summary = "Stop a job",
      description =
          "Asks its child to stop and kills it after the grace, with everything that it started. A"
              + " job that had not started is cancelled at once.")
  @ApiResponse(responseCode = "200", description = "It had not started and never will")
  @ApiResponse(responseCode = "202", description = "Its child was told to stop")
  @Refuses({Problem.NOT_FOUND, Problem.ALREADY_FINISHED})
  @PostMapping("/{id}/terminate")
  ResponseEntity<JobView> terminate(
      @Parameter(description = "The job's id", example = Examples.JOB) @PathVariable String id,
      @Parameter(
              description = "Seconds until it is killed",
              schema = @Schema(type = "number", minimum = "0", defaultValue = "5"),
              example = "5")
          @RequestParam(required = false)
          @Nullable String grace) {
    return stopped(id, pools.terminate(Params.id("job", id), graces.parse(grace)));
  }

  @Operation(
      operationId = "killJob",
      summary = "Kill a job",
      description = "Kills its child and everything that it started, at once.")
  @ApiResponse(responseCode = "200", description = "It had not started and never will")
  @ApiResponse(responseCode = "202", description = "Its child is being killed")
  @Refuses({Problem.NOT_FOUND, Problem.ALREADY_FINISHED})
  @PostMapping("/{id}/kill")
  ResponseEntity<JobView> kill(
      @Parameter(description = "The job's id", example = Examples.JOB) @PathVariable String id) {
    return stopped(id, pools.kill(Params.id("job", id)));
  }

  private static ResponseEntity<JobView> stopped(String id, Stopped stopped) {
    return switch (stopped) {
      case Stopped.Cancelled(Job job) -> ResponseEntity.ok(JobView.of(job));
      case Stopped.Stopping(Job job) -> ResponseEntity.accepted().body(JobView.of(job));
      case Stopped.AlreadyFinished(Job job) ->
          throw new ProblemException(
              Problem.ALREADY_FINISHED, "The job has ended already: it is " + job.state());
      case Stopped.NotFound() -> throw ProblemException.notFound("job", id);
    };
  }

  @Operation(
      operationId = "deleteJob",
      summary = "Forget a job",
      description = "Deletes a job that has ended, with its output.")
  @ApiResponse(responseCode = "204", description = "It is forgotten")
  @Refuses({Problem.NOT_FOUND, Problem.NOT_FINISHED})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{id}")
  void delete(
      @Parameter(description = "The job's id", example = Examples.JOB) @PathVariable String id) {
    switch (jobs.delete(Params.id("job", id))) {
      case DONE -> {}
      case NOT_FOUND -> throw ProblemException.notFound("job", id);
      case NOT_FINISHED ->
          throw new ProblemException(Problem.NOT_FINISHED, "The job has not ended yet");
    }
  }
}
