package io.forkyard.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What code that runs as a job is compiled against. */
@Tag(name = "Code")
@RestController
class ApiJarController {

  private static final String FILE = "forkyard-api.jar";

  private final byte[] jar;
  private final String hash;

  ApiJarController() throws IOException, NoSuchAlgorithmException {
    try (InputStream in = ApiJarController.class.getResourceAsStream("/forkyard/" + FILE)) {
      jar = Objects.requireNonNull(in, FILE + " is missing in the service's jar").readAllBytes();
    }
    hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
  }

  @Operation(
      operationId = "getApiJar",
      summary = "Fetch the api for jobs",
      description =
          "The package `io.forkyard.api`, for Java 17 and later, without dependencies. Compile"
              + " against it; inside a job it is there, and `source` finds it by itself.")
  @ApiResponse(
      responseCode = "200",
      description = "The jar",
      content =
          @Content(
              mediaType = ArtifactController.JAR,
              schema = @Schema(type = "string", format = "binary")))
  @GetMapping(path = "/v1/api.jar", produces = ArtifactController.JAR)
  ResponseEntity<byte[]> jar() {
    return ResponseEntity.ok()
        .eTag("\"" + hash + "\"")
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(FILE).build().toString())
        .body(jar);
  }
}
