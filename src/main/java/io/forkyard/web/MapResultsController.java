package io.forkyard.web;

import io.forkyard.job.MapResult;
import io.forkyard.job.MapResults;
import io.forkyard.job.Maps;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code Pool.imap} and {@code imap_unordered}. Results are read from the store a part at a time: a
 * slow reader keeps this loop waiting and nothing else; one that hangs up ends it.
 */
@Tag(name = "Maps")
@RestController
class MapResultsController {

  private static final String LINES = "application/x-ndjson";

  private final Maps maps;
  private final JsonMapper json;
  private final Peers peers;
  private final Duration silence;

  MapResultsController(Maps maps, JsonMapper json, Peers peers, WebProperties properties) {
    this.maps = maps;
    this.json = json;
    this.peers = peers;
    this.silence = properties.keepAlive();
  }

  @Operation(
      operationId = "getMapResults",
      summary = "Read the results of a map as they come",
      description =
          "A line for each item as soon as it is done, until the map has ended; an empty line after"
              + " 15 seconds of silence. Items that never ran have the reason `TERMINATED`.")
  @ApiResponse(
      responseCode = "200",
      description = "`{\"index\", \"value\"}` or `{\"index\", \"failure\"}` in each line",
      content =
          @Content(
              mediaType = LINES,
              schema = @Schema(type = "string", description = "JSON lines")))
  @Refuses(Problem.NOT_FOUND)
  @GetMapping(path = "/v1/maps/{id}/results", produces = LINES)
  void results(
      @Parameter(description = "The map's id", example = Examples.JOB) @PathVariable String id,
      @Parameter(
              description = "Whether in the order of the items, else in that of completion",
              schema = @Schema(type = "boolean", defaultValue = "true"),
              example = "true")
          @RequestParam(required = false)
          @Nullable String ordered,
      HttpServletResponse response)
      throws IOException {
    UUID map = Params.id("map", id);
    boolean inOrder = Params.flag("ordered", ordered, true);
    if (maps.find(map).isEmpty()) {
      throw ProblemException.notFound("map", id);
    }
    response.setContentType(LINES);
    send(map, inOrder, response.getOutputStream());
  }

  private void send(UUID map, boolean inOrder, OutputStream out) throws IOException {
    long next = 0;
    // The head of the answer goes out before the first item is done.
    out.flush();
    while (true) {
      Optional<MapResults> part = part(map, inOrder, next);
      if (part.isEmpty() || part.get().last()) {
        return;
      }
      List<MapResult> rows = part.get().rows();
      if (rows.isEmpty() && maps.stopping()) {
        return;
      }
      for (MapResult row : rows) {
        write(row, out);
      }
      if (rows.isEmpty()) {
        out.write('\n');
      }
      out.flush();
      next = inOrder ? part.get().nextIndex(next) : part.get().nextSeq(next);
    }
  }

  /** Empty when there is no such map any more, or nobody to read it. */
  private Optional<MapResults> part(UUID map, boolean inOrder, long next) {
    return peers
        .whileListening(
            () -> inOrder ? maps.ordered(map, next, silence) : maps.unordered(map, next, silence))
        .flatMap(part -> part);
  }

  private void write(MapResult row, OutputStream out) throws IOException {
    String failure =
        row.failure() == null ? "" : json.writeValueAsString(FailureView.of(row.failure()));
    for (int i = row.first(); i < row.last(); i++) {
      String rest =
          row.values() == null
              ? ",\"failure\":" + failure
              : ",\"value\":" + row.values().get(i - row.first());
      out.write(("{\"index\":" + i + rest + "}\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
