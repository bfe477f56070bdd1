package io.forkyard.code;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded jar.
 *
 * @param id {@code sha256:} and the hash of its bytes in hex
 * @param size in bytes
 * @param mainClass of its manifest
 * @param jvmOptions that its manifest asks for, one a line
 */
public record Artifact(
    String id, long size, @Nullable String mainClass, String jvmOptions, Instant uploadedAt) {}
