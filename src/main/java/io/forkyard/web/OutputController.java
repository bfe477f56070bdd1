package io.forkyard.web;

import io.forkyard.pool.Outputs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

  private final Outputs outputs;
  private final OutputText text;

  OutputController(Outputs outputs, OutputText text) {
    this.outputs = outputs;
    this.text = text;
  }

  @Operation(
      operationId = "getJobOutput",
      summary = "Read what a job printed",
      description = "With `follow=true` it is sent as it comes, until the job ends.")
  @ApiResponse(
      responseCode = "200",
      description = "The output; empty before the start",
      content =
          @Content(
              mediaType = OutputText.TYPE,
              schema = @Schema(type = "string", description = "UTF-8 text")))
  @Refuses(Problem.NOT_FOUND)
  @GetMapping(path = "/v1/jobs/{id}/output", produces = OutputText.TYPE)
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
    UUID job = Params.id("job", id);
    Outputs.Stream wanted =
        Params.oneOf("stream", stream, Outputs.Stream.class).orElse(Outputs.Stream.STDOUT);
    Integer number =
        Params.whole("attempt", attempt, 1, Integer.MAX_VALUE).map(Long::intValue).orElse(null);
    boolean following = Params.flag("follow", follow, false);
    long from = Params.whole("offset", offset, 0, Long.MAX_VALUE).orElse(0L);
    OutputText.Source source =
        (at, wait) ->
            outputs
                .read(job, wanted, number, at, OutputText.PIECE, wait)
                .orElseThrow(() -> ProblemException.notFound("job", id));
    text.send(source, from, following, response);
  }
}
