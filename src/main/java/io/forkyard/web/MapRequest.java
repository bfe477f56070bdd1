package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.forkyard.job.MapSubmission;
import io.forkyard.job.Submission;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A map as a caller sends it. What only an answer has is ignored, so that it can be resent. */
@Schema(name = "MapRequest", description = "What to run for each of many items, where and how")
@JsonIgnoreProperties({
  "id",
  "state",
  "ready",
  "successful",
  "total",
  "done",
  "failed",
  "results",
  "failure",
  "failures",
  "notBefore",
  "submittedAt",
  "startedAt",
  "finishedAt"
})
record MapRequest(
    @Schema(description = "The pool that runs it", example = "default", defaultValue = "default")
        @Nullable String pool,
    @Schema(
            description =
                "What to run for each item: `pkg.Type::method`, or `pkg.Type` that is a Callable,"
                    + " Supplier or Runnable; not a program",
            example = "io.forkyard.examples.Sums::evens",
            requiredMode = Schema.RequiredMode.REQUIRED,
            maxLength = 500)
        @Nullable String target,
    @Schema(
            description = "The one argument of each call, or with `star` an array of its arguments",
            implementation = Object[].class,
            example = "[[0, 10], [10, 20]]",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable JsonItems items,
    @Schema(
            description = "Whether each item is an array of arguments; `Pool.starmap`",
            example = "true",
            defaultValue = "false")
        @Nullable Boolean star,
    @Schema(
            description =
                "Items that a child gets at once; Python's rule when left out: items / (4 × pool"
                    + " size), rounded up",
            example = "10",
            minimum = "1")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable Integer chunkSize,
    @Schema(
            description = "Arguments of every call by the name of the parameter",
            implementation = Object.class,
            types = "object",
            example = "{}",
            defaultValue = "{}")
        @Nullable Json kwargs,
    @Schema(
            description = "A name to find it by, at most `forkyard.limits.name` characters",
            example = "sums-1")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String name,
    @Schema(
            description = "One Java source file that declares the target; compiled once per text",
            example = "class Square { static int of(int x) { return x * x; } }")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable String source,
    @ArraySchema(
            schema =
                @Schema(
                    description = "The id of an uploaded jar",
                    pattern = JobRules.ARTIFACT,
                    example = Examples.ARTIFACT),
            arraySchema =
                @Schema(description = "Uploaded jars, in the order of lookup", defaultValue = "[]"),
            maxItems = 100)
        @Nullable List<String> classpath,
    @Schema(
            description = "Seconds that an attempt at one item may take; the pool's when left out",
            example = "30")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable BigDecimal timeout,
    @Schema(
            description = "How often each item is tried at most",
            example = "1",
            minimum = "1",
            maximum = "100",
            defaultValue = "1")
        @Nullable Integer maxAttempts,
    @Schema(
            description = "What has a higher one starts first",
            example = "0",
            minimum = "-1000",
            maximum = "1000",
            defaultValue = "0")
        @Nullable Integer priority,
    @Schema(
            description = "Seconds before the first item may start",
            example = "0",
            defaultValue = "0")
        @Nullable BigDecimal delay,
    @Schema(description = "Where to deliver the finished map, however it ends")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable CallbackRequest callback) {

  MapSubmission submission(JobRules rules, MapRules mapRules) {
    boolean spread = Objects.requireNonNullElse(star, false);
    Submission each =
        new Submission(
            Checks.name("pool", Objects.requireNonNullElse(pool, "default")),
            MapRules.target(target),
            Json.EMPTY_ARRAY.text(),
            rules.kwargs(kwargs).text(),
            rules.name(name),
            rules.source(source),
            JobRules.classpath(Objects.requireNonNullElse(classpath, List.of())),
            Checks.timeout("timeout", timeout),
            Checks.whole("maxAttempts", maxAttempts, 1, 100, 1),
            Checks.whole("priority", priority, -1000, 1000, 0),
            JobRules.delay(Objects.requireNonNullElse(delay, BigDecimal.ZERO)),
            rules.receiver(callback));
    return new MapSubmission(
        each, spread, mapRules.items(items, spread), MapRules.chunkSize(chunkSize));
  }
}
