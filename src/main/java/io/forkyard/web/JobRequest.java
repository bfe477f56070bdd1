package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.forkyard.job.Submission;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A job as a caller sends it. What only an answer has is ignored, so that a job can be resent. */
@Schema(name = "JobRequest", description = "What to run, where and how")
@JsonIgnoreProperties({
  "id",
  "state",
  "ready",
  "successful",
  "result",
  "failure",
  "process",
  "attempt",
  "attempts",
  "progress",
  "notBefore",
  "outputTruncated",
  "submittedAt",
  "startedAt",
  "finishedAt"
})
record JobRequest(
    @Schema(description = "The pool that runs it", example = "default", defaultValue = "default")
        @Nullable String pool,
    @Schema(
            description =
                "What to run: `pkg.Type::method`, or `pkg.Type` that has a main method or is a"
                    + " Callable, Supplier or Runnable, or `@main` for the main class of a jar",
            example = "io.forkyard.examples.Primes::count",
            requiredMode = Schema.RequiredMode.REQUIRED,
            maxLength = 500)
        @Nullable String target,
    @Schema(
            description = "Arguments by position, any JSON values",
            implementation = Object[].class,
            example = "[1, 1000000]",
            defaultValue = "[]")
        @Nullable Json args,
    @Schema(
            description = "Arguments by the name of the parameter",
            implementation = Object.class,
            types = "object",
            example = "{\"step\": 2}",
            defaultValue = "{}")
        @Nullable Json kwargs,
    @Schema(
            description = "A name to find it by, at most `forkyard.limits.name` characters",
            example = "primes-1")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String name,
    @Schema(
            description = "One Java source file that declares the target; compiled once per text",
            example = "class Hello { static String hello(String name) { return \"Hi \" + name; } }")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String source,
    @ArraySchema(
            schema =
                @Schema(
                    description = "The id of an uploaded jar",
                    pattern = JobRules.ARTIFACT,
                    example =
                        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            arraySchema =
                @Schema(description = "Uploaded jars, in the order of lookup", defaultValue = "[]"),
            maxItems = 100)
        @Nullable List<String> classpath,
    @Schema(
            description = "Seconds that an attempt may take; the pool's when left out",
            example = "30")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable BigDecimal timeout,
    @Schema(
            description = "How often it is tried at most",
            example = "1",
            minimum = "1",
            maximum = "100",
            defaultValue = "1")
        @Nullable Integer maxAttempts,
    @Schema(
            description = "Jobs with a higher one start first",
            example = "0",
            minimum = "-1000",
            maximum = "1000",
            defaultValue = "0")
        @Nullable Integer priority,
    @Schema(
            description = "Seconds before the first attempt may start",
            example = "0",
            defaultValue = "0")
        @Nullable BigDecimal delay,
    @Schema(description = "Where to deliver the finished job, however it ends")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable CallbackRequest callback) {

  String poolName() {
    return Objects.requireNonNullElse(pool, "default");
  }

  Submission submission(JobRules rules) {
    return new Submission(
        Checks.name("pool", poolName()),
        JobRules.target(target),
        rules.args(args).text(),
        rules.kwargs(kwargs).text(),
        rules.name(name),
        rules.source(source),
        JobRules.classpath(Objects.requireNonNullElse(classpath, List.of())),
        Checks.timeout("timeout", timeout),
        Checks.whole("maxAttempts", maxAttempts, 1, 100, 1),
        Checks.whole("priority", priority, -1000, 1000, 0),
        JobRules.delay(Objects.requireNonNullElse(delay, BigDecimal.ZERO)),
        rules.receiver(callback));
  }
}
