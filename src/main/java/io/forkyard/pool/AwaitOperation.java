package io.forkyard.pool;

import io.forkyard.job.Failure;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.job.Jobs;
import io.forkyard.process.CallRefusedException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A job waits for one that it has submitted, and lends its place meanwhile. */
final class AwaitOperation implements Operation {

  /** Without a limit of its own it ends with the job that waits. */
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final Jobs jobs;
  private final Lending lending;

  AwaitOperation(Jobs jobs, Lending lending) {
    this.jobs = jobs;
    this.lending = lending;
  }

  @Override
  public String name() {
    return "await";
  }

  /** The time-out is in milliseconds; null waits to the end. */
  private record Request(UUID id, @Nullable Long timeout) {}

  /** What the child hears of a failure. */
  private record Told(
      String reason, @Nullable String type, @Nullable String message, @Nullable String stackTrace) {

    static Told of(Failure failure) {
      return new Told(
          failure.reason().name(), failure.type(), failure.message(), failure.stackTrace());
    }
  }

  @Override
  public Supplier<String> perform(Caller caller, String json)
      throws CallRefusedException, InterruptedException {
    Request request = CallJson.read(json, Request.class);
    Long timeout = request.timeout();
    JobState seen = state(request.id(), caller, Duration.ZERO);
    if (!seen.ready() && (timeout == null || timeout > 0)) {
      seen = await(request.id(), caller, limit(timeout));
    }
    return seen.ready() ? () -> end(request.id()) : () -> "null";
  }

  private static Duration limit(@Nullable Long timeout) {
    long milliseconds = timeout == null ? Long.MAX_VALUE : timeout;
    return Duration.ofMillis(Math.min(milliseconds, LONGEST.toMillis()));
  }

  private JobState await(UUID id, Caller caller, Duration limit)
      throws CallRefusedException, InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    lending.lend(caller, id);
    JobState seen;
    try {
      seen = state(id, caller, limit);
    } finally {
      lending.takeBack(caller, id, Duration.ofNanos(until - System.nanoTime()));
    }
    if (Thread.interrupted() && !seen.ready()) {
      throw new InterruptedException();
    }
    return seen;
  }

  private JobState state(UUID id, Caller caller, Duration limit) throws CallRefusedException {
    return jobs.awaitChild(id, caller.id(), limit)
        .orElseThrow(() -> CallRefusedException.failed("There is no job " + id + " of this one"));
  }

  private String end(UUID id) {
    return jobs.find(id).map(AwaitOperation::end).orElse("{\"state\":\"CANCELLED\"}");
  }

  /** The result is JSON already, and may be long. */
  private static String end(Job job) {
    Failure failure = job.failure();
    return "{\"state\":\""
        + job.state()
        + "\",\"result\":"
        + job.result()
        + ",\"failure\":"
        + CallJson.write(failure == null ? null : Told.of(failure))
        + "}";
  }
}
