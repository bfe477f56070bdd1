package io.forkyard.web;

import io.forkyard.pool.Outputs;
import io.forkyard.pool.Outputs.Chunk;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a job prints, afterwards or while it does. */
@Tag(name = "Jobs")
@RestController
class OutputController {

  private static final String TEXT = "text/plain;charset=UTF-8";
  private static final int PIECE = 64 * 1024;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Outputs outputs;
  private final Peers peers;

  OutputController(Outputs outputs, Peers peers) {
    this.outputs = outputs;
    this.peers = peers;
  }

  @Operation(
      operationId = "getJobOutput",
      summary = "Read what a job printed",
      description = "With `follow=true` it is sent as it comes, until the job ends.")
  @ApiResponse(
      responseCode = "200",
      description = "The output; empty before the start",
      content =
          @Content(mediaType = TEXT, schema = @Schema(type = "string", description = "UTF-8 text")))
  @Refuses(Problem.NOT_FOUND)
  @GetMapping(path = "/v1/jobs/{id}/output", produces = TEXT)
  void output(
      @Parameter(description = "The job's id", example = Examples.JOB) @PathVariable String id,
      @Parameter(
              description = "Which of the two",
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {"stdout", "stderr"},
                      defaultValue = "stdout"),
              example = "stdout")
          @RequestParam(required = false)
          @Nullable String stream,
      @Parameter(
              description = "How many bytes to leave out",
              schema = @Schema(type = "integer", minimum = "0", defaultValue = "0"),
              example = "0")
          @RequestParam(required = false)
          @Nullable String offset,
      @Parameter(
              description = "Which attempt; the last unless said",
              schema = @Schema(type = "integer", minimum = "1"),
              example = "1")
          @RequestParam(required = false)
          @Nullable String attempt,
      @Parameter(
              description = "Whether to go on until the job ends",
              schema = @Schema(type = "boolean", defaultValue = "false"),
              example = "false")
          @RequestParam(required = false)
          @Nullable String follow,
      HttpServletResponse response)
      throws IOException {
    Reading reading =
        new Reading(
            Params.id("job", id),
            Params.oneOf("stream", stream, Outputs.Stream.class).orElse(Outputs.Stream.STDOUT),
            Params.whole("attempt", attempt, 1, Integer.MAX_VALUE).map(Long::intValue).orElse(null),
            Params.flag("follow", follow, false));
    send(reading, Params.whole("offset", offset, 0, Long.MAX_VALUE).orElse(0L), response);
  }

  private record Reading(
      UUID job, Outputs.Stream stream, @Nullable Integer attempt, boolean follow) {}

  /** The first read decides between an answer and a 404; then there is no way back. */
  private void send(Reading reading, long from, HttpServletResponse response) throws IOException {
    Chunk chunk = read(reading, from, Duration.ZERO);
    response.setContentType(TEXT);
    OutputStream out = response.getOutputStream();
    long offset = from;
    int attempt = chunk.attempt();
    while (true) {
      if (chunk.attempt() != attempt) {
        // The job is tried again, and its output begins anew.
        attempt = chunk.attempt();
        offset = 0;
        chunk = read(reading, offset, Duration.ZERO);
        continue;
      }
      out.write(chunk.bytes());
      out.flush();
      offset += chunk.bytes().length;
      if (chunk.last() || (!reading.follow() && chunk.bytes().length == 0)) {
        return;
      }
      chunk = read(reading, offset, reading.follow() ? LOOK_AGAIN : Duration.ZERO);
    }
  }

  /** Nothing follows for a reader who has hung up. */
  private Chunk read(Reading reading, long offset, Duration wait) {
    Chunk chunk =
        peers
            .whileHere(() ->
                outputs.read(
                    reading.job(), reading.stream(), reading.attempt(), offset, PIECE, wait))
            .orElseThrow(() -> ProblemException.notFound("job", reading.job()));
    boolean silent = wait.isPositive() && chunk.bytes().length == 0;
    return silent && !peers.here().getAsBoolean()
        ? new Chunk(chunk.bytes(), chunk.attempt(), true)
        : chunk;
  }
}
