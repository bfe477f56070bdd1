package io.forkyard.web;

import io.forkyard.pool.PoolSettings;
import io.forkyard.pool.PoolState;
import io.forkyard.pool.PoolStatus;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pool as a caller sees it. */
@Schema(name = "Pool", description = "A pool as it stands")
record PoolView(
    @Schema(description = "Its name", example = "default") String name,
    @Schema(description = "Most busy children", example = "3") int size,
    @Schema(
            description = "Jobs that a child serves before it is replaced; null is no end",
            example = "1")
        @Nullable Integer maxTasksPerChild,
    @Schema(description = "Children that are kept ready", example = "3") int spares,
    @Schema(description = "Seconds without work until spares are ended", example = "300")
        BigDecimal idle,
    @Schema(description = "Most jobs that may wait", example = "100000") int maxPending,
    @Schema(description = "Seconds that an attempt may take; null is no end", example = "30")
        @Nullable BigDecimal timeout,
    @Schema(description = "What runs once in each new child") @Nullable InitializerView initializer,
    @Schema(
            description = "What `size` bounds: what runs on each node, or in the whole cluster",
            allowableValues = {"node", "cluster"},
            example = "node")
        String scope,
    @Schema(description = "How the child JVMs are started") JvmView jvm,
    @Schema(description = "Whether it takes and hands out jobs", example = "RUNNING")
        PoolState state,
    @Schema(description = "Jobs that wait", example = "0") long pending,
    @Schema(description = "Jobs that run", example = "1") long running,
    @Schema(description = "Jobs that ended with a result", example = "41") long succeeded,
    @Schema(description = "Jobs that failed", example = "1") long failed,
    @ArraySchema(
            arraySchema =
                @Schema(description = "Its child JVMs on all nodes, as soon as they have a pid"))
        List<WorkerView> workers,
    @Schema(
            description = "Why its children do not start; null when they do",
            example = "The JVM ended with code 1 before it was ready")
        @Nullable String trouble) {

  static PoolView of(PoolStatus pool) {
    PoolSettings settings = pool.settings();
    return new PoolView(
        pool.name(),
        settings.size(),
        settings.maxTasksPerChild(),
        settings.spares(),
        Seconds.of(settings.idle()),
        settings.maxPending(),
        Optional.ofNullable(settings.timeout()).map(Seconds::of).orElse(null),
        InitializerView.of(settings.initializer()),
        PoolRules.scope(settings.scope()),
        JvmView.of(settings),
        pool.state(),
        pool.pending(),
        pool.running(),
        pool.succeeded(),
        pool.failed(),
        pool.workers().stream().map(WorkerView::of).toList(),
        pool.trouble());
  }
}
