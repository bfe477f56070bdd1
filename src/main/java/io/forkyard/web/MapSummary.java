package io.forkyard.web;

import io.forkyard.job.JobState;
import io.forkyard.job.MapStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A map in a list: without its results and failures. */
@Schema(name = "MapSummary", description = "A map without its results and failures")
record MapSummary(
    @Schema(description = "Its id, a UUIDv7", example = Examples.JOB) UUID id,
    @Schema(description = "The pool that runs it", example = "default") String pool,
    @Schema(description = "The name that its caller gave it", example = "sums-1")
        @Nullable String name,
    @Schema(description = "What it runs", example = "io.forkyard.examples.Sums::evens")
        String target,
    @Schema(description = "Where it stands", example = "SUCCEEDED") JobState state,
    @Schema(description = "Whether it has ended", example = "true") boolean ready,
    @Schema(
            description = "Whether each item has a value; null until it has ended",
            example = "true")
        @Nullable Boolean successful,
    @Schema(description = "How many items it has", example = "2") int total,
    @Schema(description = "How many of them have a value or a failure", example = "2") int done,
    @Schema(description = "How many of them have a failure", example = "0") int failed,
    @Schema(description = "Items that a child gets at once", example = "1") int chunkSize,
    @Schema(description = "When it was accepted", example = "2026-01-31T12:00:00Z")
        Instant submittedAt,
    @Schema(description = "When its first chunk started", example = "2026-01-31T12:00:00.250Z")
        @Nullable Instant startedAt,
    @Schema(description = "When it ended", example = "2026-01-31T12:00:01.500Z")
        @Nullable Instant finishedAt) {

  static MapSummary of(MapStatus map) {
    return new MapSummary(
        map.id(),
        map.pool(),
        map.name(),
        map.target(),
        map.state(),
        map.state().ready(),
        map.state().ready() ? map.state() == JobState.SUCCEEDED : null,
        map.total(),
        map.done(),
        map.failed(),
        map.chunkSize(),
        map.submittedAt(),
        map.startedAt(),
        map.finishedAt());
  }
}
