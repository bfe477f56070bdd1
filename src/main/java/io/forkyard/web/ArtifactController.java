package io.forkyard.web;

import io.forkyard.code.Artifact;
import io.forkyard.code.Artifacts;
import io.forkyard.code.Artifacts.Stored;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Callers' jars. */
@Tag(name = "Code", description = "Jars for the class path of jobs")
@RestController
@RequestMapping(path = ArtifactController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class ArtifactController {

  static final String PATH = "/v1/artifacts";
  static final String JAR = "application/java-archive";

  private final Artifacts artifacts;

  ArtifactController(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Operation(
      operationId = "uploadArtifact",
      summary = "Upload a jar",
      description =
          "The same bytes are kept once; their hash is the id. A jar that nothing names leaves"
              + " `forkyard.retention` after somebody last uploaded or named it.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              description = "The jar",
              required = true,
              content =
                  @Content(mediaType = JAR, schema = @Schema(type = "string", format = "binary"))))
  @ApiResponse(responseCode = "200", description = "The jar was there already")
  @ApiResponse(responseCode = "201", description = "The jar is stored")
  @Refuses({Problem.NOT_A_JAR})
  @PostMapping
  ResponseEntity<ArtifactView> upload(@Parameter(hidden = true) HttpServletRequest request)
      throws IOException {
    return switch (artifacts.store(request.getInputStream())) {
      case Stored.Created(Artifact artifact) ->
          ResponseEntity.created(URI.create(PATH + "/" + artifact.id()))
              .body(ArtifactView.of(artifact));
      case Stored.Known(Artifact artifact) -> ResponseEntity.ok(ArtifactView.of(artifact));
      case Stored.NotAJar(String why) -> throw new ProblemException(Problem.NOT_A_JAR, why);
      case Stored.TooLarge(long limit) ->
          throw new ProblemException(
              Problem.TOO_LARGE, "The jar is larger than " + limit + " bytes");
    };
  }

  @Operation(
      operationId = "listArtifacts",
      summary = "List uploaded jars",
      description = "By id, descending. `next` of the answer is the `cursor` of the next page.")
  @ApiResponse(responseCode = "200", description = "A page of jars")
  @GetMapping
  ArtifactList list(
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"),
              example = "100")
          @RequestParam(required = false)
          @Nullable String limit,
      @Parameter(description = "`next` of the page before") @RequestParam(required = false)
          @Nullable String cursor) {
    int most = Page.limit(limit);
    String before = Cursor.read(cursor, "artifacts").orElse(null);
    Page<Artifact> page =
        Page.of(artifacts.list(before, most + 1), most, Artifact::id, "artifacts");
    return new ArtifactList(page.items().stream().map(ArtifactView::of).toList(), page.next());
  }

  @Operation(
      operationId = "getArtifact",
      summary = "Show an uploaded jar",
      description = "Its size and the main class of its manifest.")
  @ApiResponse(responseCode = "200", description = "The jar's description")
  @Refuses(Problem.NOT_FOUND)
  @GetMapping("/{id}")
  ArtifactView get(
      @Parameter(description = "The jar's id", example = Examples.ARTIFACT) @PathVariable
          String id) {
    return artifacts
        .find(id)
        .map(ArtifactView::of)
        .orElseThrow(() -> ProblemException.notFound("jar", id));
  }

  @Operation(
      operationId = "deleteArtifact",
      summary = "Delete an uploaded jar",
      description = "Deletes a jar that no waiting or running job needs.")
  @ApiResponse(responseCode = "204", description = "It is gone")
  @Refuses({Problem.NOT_FOUND, Problem.ARTIFACT_IN_USE})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{id}")
  void delete(
      @Parameter(description = "The jar's id", example = Examples.ARTIFACT) @PathVariable
          String id) {
    switch (artifacts.delete(id)) {
      case DONE -> {}
      case NOT_FOUND -> throw ProblemException.notFound("jar", id);
      case IN_USE ->
          throw new ProblemException(Problem.ARTIFACT_IN_USE, "A job still needs the jar " + id);
    }
  }
}
