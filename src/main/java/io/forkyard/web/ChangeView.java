package io.forkyard.web;

import io.forkyard.storage.Change;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The data of one event. */
@Schema(name = "Change", description = "Something has gone into a state; the data of an event")
record ChangeView(
    @Schema(description = "job, map, process or pool", example = "job") String kind,
    @Schema(description = "Its id; null for a pool", example = Examples.JOB) @Nullable String id,
    @Schema(description = "Its name, if it has one", example = "primes-1") @Nullable String name,
    @Schema(description = "The state that it has from then on", example = "RUNNING") String state,
    @Schema(description = "The pool that it belongs to", example = "default") @Nullable String pool,
    @Schema(description = "What it runs", example = "io.forkyard.examples.Primes::count")
        @Nullable String target,
    @Schema(description = "When it changed", example = "2026-01-31T12:00:00Z") Instant at) {

  static ChangeView of(Change change) {
    boolean named = change.kind() == Change.Kind.POOL;
    return new ChangeView(
        kind(change),
        named ? null : change.subject(),
        named ? change.subject() : change.name(),
        change.state(),
        change.pool(),
        change.target(),
        change.at());
  }

  static String kind(Change change) {
    return change.kind().name().toLowerCase(Locale.ROOT);
  }
}
