package io.forkyard.pool;

import io.forkyard.process.Child;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Work whose code asks the service for something: an attempt of a job, a chunk of a map, or a
 * single process.
 *
 * @param child that runs it
 * @param run that has a place in a pool; null for a single process
 * @param settled completes when the end of the work is stored, or cannot be
 * @param id of the job, the map or the process; the jobs that it submits are its own
 * @param pool of those jobs, unless they name another
 * @param source hash of the source, if it has one
 * @param classpath ids of its jars
 */
public record Caller(
    Child child,
    @Nullable Run run,
    CompletableFuture<@Nullable Void> settled,
    UUID id,
    String pool,
    @Nullable String source,
    List<String> classpath) {}
