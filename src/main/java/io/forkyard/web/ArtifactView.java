package io.forkyard.web;

import io.forkyard.code.Artifact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An uploaded jar as a caller sees it. */
@Schema(name = "Artifact", description = "An uploaded jar")
record ArtifactView(
    @Schema(description = "The hash of its bytes", example = Examples.ARTIFACT) String id,
    @Schema(description = "Its size in bytes", example = "3721462") long size,
    @Schema(description = "The Main-Class of its manifest", example = "com.acme.Main")
        @Nullable String mainClass,
    @Schema(description = "When it was uploaded first", example = "2026-01-31T12:00:00Z")
        Instant uploadedAt) {

  static ArtifactView of(Artifact artifact) {
    return new ArtifactView(
        artifact.id(), artifact.size(), artifact.mainClass(), artifact.uploadedAt());
  }
}
