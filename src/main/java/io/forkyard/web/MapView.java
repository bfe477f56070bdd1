package io.forkyard.web;

import io.forkyard.job.JobState;
import io.forkyard.job.MapResult;
import io.forkyard.job.MapStatus;
import io.forkyard.job.Maps;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A map as a caller sees it. */
@Schema(name = "Map", description = "A map as it stands")
record MapView(
    @Schema(description = "Its id, a UUIDv7", example = Examples.JOB) UUID id,
    @Schema(description = "The pool that runs it", example = "default") String pool,
    @Schema(description = "The name that its caller gave it", example = "sums-1")
        @Nullable String name,
    @Schema(description = "What it runs", example = "io.forkyard.examples.Sums::evens")
        String target,
    @Schema(description = "Where it stands", example = "SUCCEEDED") JobState state,
    @Schema(description = "Whether it has ended; `AsyncResult.ready()`", example = "true")
        boolean ready,
    @Schema(
            description = "Whether each item has a value; null until it has ended",
            example = "true")
        @Nullable Boolean successful,
    @Schema(description = "How many items it has", example = "2") int total,
    @Schema(description = "How many of them have a value or a failure", example = "2") int done,
    @Schema(description = "How many of them have a failure", example = "0") int failed,
    @Schema(description = "Items that a child gets at once", example = "1") int chunkSize,
    @Schema(
            description =
                "The values in the order of the items, null where there is none; null until the map"
                    + " has ended",
            implementation = Object[].class,
            example = "[20, 70]")
        @Nullable Streamed results,
    @Schema(description = "Of the failures the one with the lowest index")
        @Nullable MapFailureView failure,
    @Schema(
            description = "All failures by index; null until the map has ended",
            implementation = MapFailureView[].class)
        @Nullable Streamed failures,
    @Schema(description = "How often each item is tried at most", example = "1") int maxAttempts,
    @Schema(
            description = "What is left of a delayed map does not start before",
            example = "2026-01-31T12:00:00Z")
        @Nullable Instant notBefore,
    @Schema(description = "Its delivery, if its caller asked for one")
        @Nullable CallbackView callback,
    @Schema(description = "When it was accepted", example = "2026-01-31T12:00:00Z")
        Instant submittedAt,
    @Schema(description = "When its first chunk started", example = "2026-01-31T12:00:00.250Z")
        @Nullable Instant startedAt,
    @Schema(description = "When it ended", example = "2026-01-31T12:00:01.500Z")
        @Nullable Instant finishedAt) {

  static MapView of(MapStatus map, Maps maps) {
    boolean ready = map.state().ready();
    return new MapView(
        map.id(),
        map.pool(),
        map.name(),
        map.target(),
        map.state(),
        ready,
        ready ? map.state() == JobState.SUCCEEDED : null,
        map.total(),
        map.done(),
        map.failed(),
        map.chunkSize(),
        ready ? MapArrays.results(maps, map.id()) : null,
        map.failed() > 0 ? maps.firstFailed(map.id()).map(MapView::failure).orElse(null) : null,
        ready ? MapArrays.failures(maps, map.id()) : null,
        map.maxAttempts(),
        map.notBefore(),
        CallbackView.of(map.callback()),
        map.submittedAt(),
        map.startedAt(),
        map.finishedAt());
  }

  /** The same without its results and failures. */
  MapView withoutItems() {
    return new MapView(
        id,
        pool,
        name,
        target,
        state,
        ready,
        successful,
        total,
        done,
        failed,
        chunkSize,
        null,
        failure,
        null,
        maxAttempts,
        notBefore,
        callback,
        submittedAt,
        startedAt,
        finishedAt);
  }

  private static MapFailureView failure(MapResult first) {
    return MapFailureView.of(first.first(), Objects.requireNonNull(first.failure()));
  }
}
