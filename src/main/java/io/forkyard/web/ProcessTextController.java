package io.forkyard.web;

import io.forkyard.pool.Outputs;
import io.forkyard.pool.ProcessOutputs;
import io.forkyard.pool.Processes;
import io.forkyard.pool.ThreadDump;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a process prints, and what its threads do. */
@Tag(name = "Processes")
@RestController
@RequestMapping(path = "/v1/processes", produces = OutputText.TYPE)
class ProcessTextController {

  private final Processes processes;
  private final ProcessOutputs outputs;
  private final OutputText text;

  ProcessTextController(Processes processes, ProcessOutputs outputs, OutputText text) {
    this.processes = processes;
    this.outputs = outputs;
    this.text = text;
  }

  @Operation(
      operationId = "getProcessOutput",
      summary = "Read what a process printed",
      description =
          "With `follow=true` it is sent as it comes, until the process ends. What a pool's worker"
              + " has printed belongs to its jobs, and is empty here once the worker has ended.")
  @ApiResponse(
      responseCode = "200",
      description = "The output",
      content =
          @Content(
              mediaType = OutputText.TYPE,
              schema = @Schema(type = "string", description = "UTF-8 text")))
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{id}/output")
  void output(
      @Parameter(description = "The process's id", example = Examples.PROCESS) @PathVariable
          String id,
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
              description = "Whether to go on until the process ends",
              schema = @Schema(type = "boolean", defaultValue = "false"),
              example = "false")
          @RequestParam(required = false)
          @Nullable String follow,
      HttpServletResponse response)
      throws IOException {
    UUID process = Params.id("process", id);
    Outputs.Stream wanted =
        Params.oneOf("stream", stream, Outputs.Stream.class).orElse(Outputs.Stream.STDOUT);
    boolean following = Params.flag("follow", follow, false);
    long from = Params.whole("offset", offset, 0, Long.MAX_VALUE).orElse(0L);
    OutputText.Source source =
        (at, wait) ->
            outputs
                .read(process, wanted, at, OutputText.PIECE, wait)
                .orElseThrow(() -> ProblemException.notFound("process", id));
    text.send(source, from, following, response);
  }

  @Operation(
      operationId = "getProcessThreads",
      summary = "See what the threads of a process do",
      description =
          "A thread dump of the living child, taken by its JVM at this moment: it also works when"
              + " the code runs in circles or has locked itself out.")
  @ApiResponse(
      responseCode = "200",
      description = "The stacks of all platform threads",
      content =
          @Content(
              mediaType = OutputText.TYPE,
              schema = @Schema(type = "string", description = "UTF-8 text")))
  @Refuses({Problem.NOT_FOUND, Problem.NO_THREADS})
  @GetMapping("/{id}/threads")
  String threads(
      @Parameter(description = "The process's id", example = Examples.PROCESS) @PathVariable
          String id) {
    return switch (processes.threads(Params.id("process", id))) {
      case ThreadDump.Taken(String text) -> text;
      case ThreadDump.Silent() ->
          throw new ProblemException(
              Problem.NO_THREADS,
              "The process does not answer: it is starting, or stopped by a signal");
      case ThreadDump.Ended() ->
          throw new ProblemException(Problem.NO_THREADS, "The process has ended");
      case ThreadDump.NotFound() -> throw ProblemException.notFound("process", id);
    };
  }
}
