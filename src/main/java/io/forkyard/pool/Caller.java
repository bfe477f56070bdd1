package io.forkyard.pool;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job whose code asks the service for something.
 *
 * @param run that has its child
 * @param source hash of the source, if it has one
 * @param classpath ids of its jars
 */
record Caller(Run run, UUID job, String pool, @Nullable String source, List<String> classpath) {}
