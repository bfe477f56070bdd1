package io.forkyard.pool;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a pool runs its jobs; what a caller sets.
 *
 * @param size most busy children at any moment
 * @param maxTasksPerChild jobs that a child serves before it is replaced; null for no end
 * @param spares children that are kept ready beside the busy ones
 * @param idle how long the pool keeps its spares without work; zero for ever
 * @param maxPending most jobs that may wait
 * @param timeout of each attempt of a job that names none
 * @param maxHeap of a child, as after {@code -Xmx}
 * @param options further JVM options
 * @param javaHome another JDK or JRE for the children
 * @param initializer what runs once in each new child
 * @param scope what the size bounds
 */
public record PoolSettings(
    int size,
    @Nullable Integer maxTasksPerChild,
    int spares,
    Duration idle,
    int maxPending,
    @Nullable Duration timeout,
    String maxHeap,
    List<String> options,
    @Nullable String javaHome,
    @Nullable Initializer initializer,
    PoolScope scope) {

  /** How long a pool keeps its spares, unless it says. */
  public static final Duration IDLE = Duration.ofMinutes(5);

  /** How many jobs may wait, unless the pool says. */
  public static final int MAX_PENDING = 100_000;

  /** The heap of a child, unless the pool says. */
  public static final String MAX_HEAP = "256m";

  /** Those that were stored before there was a scope have none. */
  public PoolSettings {
    options = List.copyOf(options);
    scope = Objects.requireNonNullElse(scope, PoolScope.NODE);
  }

  /** The settings of a pool of which nothing was said; its size is Python's, the processors. */
  static PoolSettings defaults(int largest) {
    int size = Math.min(largest, Runtime.getRuntime().availableProcessors());
    return new PoolSettings(
        size, 1, size, IDLE, MAX_PENDING, null, MAX_HEAP, List.of(), null, null, PoolScope.NODE);
  }

  /** The same but for what the initializer's jars ask of the JVM. */
  PoolSettings with(String initializerOptions) {
    return initializer == null
        ? this
        : new PoolSettings(
            size,
            maxTasksPerChild,
            spares,
            idle,
            maxPending,
            timeout,
            maxHeap,
            options,
            javaHome,
            initializer.with(initializerOptions),
            scope);
  }

  /** Whether a child may serve more than one job. */
  boolean reuses() {
    return maxTasksPerChild == null || maxTasksPerChild > 1;
  }

  /** Whether children that were started with the other settings may serve under these. */
  boolean sameChildren(PoolSettings other) {
    return maxHeap.equals(other.maxHeap)
        && options.equals(other.options)
        && Objects.equals(javaHome, other.javaHome)
        && Objects.equals(initializer, other.initializer);
  }
}
