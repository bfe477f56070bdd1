package io.forkyard.web;

import io.forkyard.job.MapResult;
import io.forkyard.job.MapResults;
import io.forkyard.job.Maps;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import tools.jackson.core.JsonGenerator;

/** The long parts of a map's answer, read from the store a part at a time while it is written. */
final class MapArrays {

  private MapArrays() {}

  /** The values in the order of the input, null where there is none. */
  static Streamed results(Maps maps, UUID map) {
    return new Streamed(
        out -> each(from -> maps.ordered(map, from, Duration.ZERO), out, MapArrays::values));
  }

  /** The failures in the order of the input. */
  static Streamed failures(Maps maps, UUID map) {
    return new Streamed(out -> each(from -> maps.failed(map, from), out, MapArrays::failures));
  }

  private static void each(
      LongFunction<Optional<MapResults>> read,
      JsonGenerator out,
      BiConsumer<JsonGenerator, MapResult> write) {
    long next = 0;
    MapResults part = part(read, next);
    while (!part.rows().isEmpty()) {
      part.rows().forEach(row -> write.accept(out, row));
      next = part.nextIndex(next);
      part = part(read, next);
    }
  }

  private static MapResults part(LongFunction<Optional<MapResults>> read, long next) {
    return read.apply(next)
        .orElseThrow(() -> new IllegalStateException("The map was deleted while it was read"));
  }

  private static void values(JsonGenerator out, MapResult row) {
    for (int i = 0; i < row.last() - row.first(); i++) {
      out.writeRawValue(row.values() == null ? "null" : row.values().get(i));
    }
  }

  private static void failures(JsonGenerator out, MapResult row) {
    if (row.failure() != null) {
      for (int i = row.first(); i < row.last(); i++) {
        out.writePOJO(MapFailureView.of(i, row.failure()));
      }
    }
  }
}
