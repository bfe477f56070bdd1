package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.forkyard.pool.PoolSettings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A pool as a caller sends it. What only an answer has is ignored, so that it can be sent back. */
@Schema(name = "PoolRequest", description = "How a pool runs its jobs")
@JsonIgnoreProperties({
  "name",
  "state",
  "pending",
  "running",
  "succeeded",
  "failed",
  "workers",
  "trouble"
})
record PoolRequest(
    @Schema(
            description = "Most busy children; the number of processors when left out",
            example = "3",
            minimum = "1")
        @Nullable Integer size,
    @Schema(
            description =
                "Jobs that a child serves before it is replaced: 1 is a new JVM for each job, null"
                    + " or `unlimited` is no end",
            implementation = Integer.class,
            types = {"integer", "string"},
            example = "1",
            defaultValue = "1")
        @Nullable MaxTasks maxTasksPerChild,
    @Schema(
            description =
                "Children that are kept ready; as many as `size` when left out. Those that serve one"
                    + " job are fewer where all pools together have `forkyard.max-spares`",
            example = "3",
            minimum = "0")
        @Nullable Integer spares,
    @Schema(
            description = "Seconds without work until spares are ended; 0 is never",
            example = "300",
            defaultValue = "300")
        @Nullable BigDecimal idle,
    @Schema(
            description = "Most jobs that may wait, at most `forkyard.limits.max-pending`",
            example = "100000",
            minimum = "1",
            defaultValue = "100000")
        @Nullable Integer maxPending,
    @Schema(
            description = "Seconds that an attempt of a job may take; null is no end",
            example = "30")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable BigDecimal timeout,
    @Schema(description = "What runs once in each new child, before its first job")
        @JsonSetter(nulls = Nulls.SET)
        @Nullable InitializerRequest initializer,
    @Schema(
            description =
                "What `size` bounds, where many nodes share the database: `node` is what runs on"
                    + " each of them, `cluster` what runs on all together",
            allowableValues = {"node", "cluster"},
            example = "node",
            defaultValue = "node")
        @Nullable String scope,
    @Schema(description = "How the child JVMs are started") @Nullable JvmRequest jvm) {

  static final PoolRequest DEFAULT =
      new PoolRequest(null, null, null, null, null, null, null, null, null);

  PoolSettings settings(PoolRules rules) {
    int busy = rules.size(size);
    JvmRequest children = Objects.requireNonNullElse(jvm, JvmRequest.DEFAULT);
    return new PoolSettings(
        busy,
        Objects.requireNonNullElse(maxTasksPerChild, MaxTasks.DEFAULT).number(),
        rules.spares(spares, busy),
        PoolRules.idle(Objects.requireNonNullElse(idle, PoolRules.IDLE)),
        rules.maxPending(maxPending),
        Checks.timeout("timeout", timeout),
        rules.maxHeap(Objects.requireNonNullElse(children.maxHeap(), PoolRules.MAX_HEAP)),
        JvmOptions.checked(Objects.requireNonNullElse(children.options(), List.of())),
        PoolRules.javaHome(children.javaHome()),
        initializer == null ? null : rules.initializer(initializer),
        PoolRules.scope(Objects.requireNonNullElse(scope, PoolRules.SCOPE)));
  }
}
