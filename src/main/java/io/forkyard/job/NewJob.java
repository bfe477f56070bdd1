package io.forkyard.job;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A submission with what was found out about its code.
 *
 * @param target with {@code @main} resolved
 * @param sourceHash of its source, if it has one
 * @param jvmOptions that its jars ask for, one a line; empty for none
 * @param parent the job that submits it, if one does
 */
public record NewJob(
    Submission submission,
    String target,
    @Nullable String sourceHash,
    String jvmOptions,
    @Nullable UUID parent) {}
