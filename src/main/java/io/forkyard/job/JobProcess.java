package io.forkyard.job;

import org.jspecify.annotations.Nullable;

/**
 * The child JVM of an attempt.
 *
 * @param name of the worker, for instance {@code default-worker-3}
 * @param exitCode Python's; null while the process lives
 * @param node the service that runs it
 */
public record JobProcess(
    long pid, long ppid, String name, @Nullable Integer exitCode, String node) {}
