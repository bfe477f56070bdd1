package io.forkyard.pool;

import io.forkyard.code.Sources;
import io.forkyard.job.JobLimits;
import io.forkyard.job.Submission;
import io.forkyard.process.CallRefusedException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A job submits another: to its own pool, with its own code, unless it says something else. */
final class SubmitOperation implements Operation {

  private final Supplier<Pools> pools;
  private final Sources sources;
  private final JobLimits limits;

  SubmitOperation(Supplier<Pools> pools, Sources sources, JobLimits limits) {
    this.pools = pools;
    this.sources = sources;
    this.limits = limits;
  }

  @Override
  public String name() {
    return "submit";
  }

  /** Arguments are texts of JSON; times are milliseconds. */
  private record Request(
      @Nullable String target,
      @Nullable String args,
      @Nullable String kwargs,
      @Nullable String pool,
      @Nullable String name,
      @Nullable Long timeout,
      @Nullable Integer maxAttempts,
      @Nullable Integer priority,
      @Nullable Long delay) {}

  @Override
  public Supplier<String> perform(Caller caller, String json) throws CallRefusedException {
    Submission wanted = submission(caller, CallJson.read(json, Request.class));
    String id = CallJson.write(submit(wanted, caller));
    return () -> id;
  }

  private Submission submission(Caller caller, Request request) throws CallRefusedException {
    try {
      return new Submission(
          Objects.requireNonNullElse(request.pool(), caller.pool()),
          Objects.requireNonNullElse(request.target(), ""),
          json("args", request.args(), "[]"),
          json("kwargs", request.kwargs(), "{}"),
          name(request.name()),
          caller.source() == null ? null : sources.text(caller.source()),
          caller.classpath(),
          request.timeout() == null ? null : Duration.ofMillis(request.timeout()),
          Objects.requireNonNullElse(request.maxAttempts(), 1),
          Objects.requireNonNullElse(request.priority(), 0),
          Duration.ofMillis(Objects.requireNonNullElse(request.delay(), 0L)),
          null);
    } catch (IllegalArgumentException e) {
      throw CallRefusedException.invalid(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable String name(@Nullable String name) throws CallRefusedException {
    if (name != null && name.length() > limits.name()) {
      throw CallRefusedException.invalid(
          "the name has " + name.length() + " characters; this service takes " + limits.name());
    }
    return name;
  }

  private String json(String field, @Nullable String text, String otherwise)
      throws CallRefusedException {
    if (text == null) {
      return otherwise;
    }
    if (text.length() > limits.arguments().toBytes()) {
      throw CallRefusedException.invalid(
          field
              + ": "
              + text.length()
              + " characters of JSON; this service takes "
              + limits.arguments().toBytes());
    }
    String fault = CallJson.fault(text);
    if (fault != null || text.charAt(0) != otherwise.charAt(0)) {
      throw CallRefusedException.invalid(field + " is not the JSON that it should be");
    }
    return text;
  }

  private String submit(Submission wanted, Caller caller) throws CallRefusedException {
    String pool = wanted.pool();
    return switch (pools.get().submitFrom(caller.id(), wanted)) {
      case Submitted.Accepted accepted -> accepted.job().id().toString();
      case Submitted.NoPool() -> throw CallRefusedException.invalid("There is no pool " + pool);
      case Submitted.Closed() ->
          throw CallRefusedException.refused("The pool " + pool + " takes no more jobs");
      case Submitted.Repeated() -> throw new IllegalStateException("A job marks no requests");
      case Submitted.Full(int maxPending) ->
          throw CallRefusedException.refused(
              maxPending + " jobs of the pool " + pool + " wait already");
      case Submitted.NoArtifact(String id) ->
          throw CallRefusedException.failed("The jar " + id + " has been deleted");
      case Submitted.NoMainClass() ->
          throw CallRefusedException.invalid("No jar names a Main-Class in its manifest");
    };
  }
}
