package io.forkyard.web;

import io.forkyard.pool.Initializer;
import io.forkyard.pool.PoolScope;
import io.forkyard.pool.PoolSettings;
import io.forkyard.pool.Pools;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the fields of a pool may be, and what they are when left out. */
@Component
final class PoolRules {

  static final String SCOPE = "node";
  static final BigDecimal IDLE = BigDecimal.valueOf(PoolSettings.IDLE.toSeconds());
  static final String MAX_HEAP = PoolSettings.MAX_HEAP;

  private static final int LONGEST_PATH = 1000;

  private final int largest;
  private final int mostPending;
  private final String largestHeap;
  private final JobRules code;

  PoolRules(Pools pools, LimitsProperties limits, JobRules code) {
    largest = pools.largestSize();
    mostPending = limits.maxPending();
    largestHeap = limits.maxHeap();
    this.code = code;
  }

  /** As in {@code Pool()}: the number of processors. */
  int size(@Nullable Integer size) {
    int processors = Math.min(largest, Runtime.getRuntime().availableProcessors());
    return Checks.whole("size", size, 1, largest, processors);
  }

  int spares(@Nullable Integer spares, int size) {
    return Checks.whole("spares", spares, 0, largest, size);
  }

  int maxPending(@Nullable Integer maxPending) {
    int usual = Math.min(mostPending, PoolSettings.MAX_PENDING);
    return Checks.whole("maxPending", maxPending, 1, mostPending, usual);
  }

  static Duration idle(BigDecimal seconds) {
    return Checks.duration("idle", seconds, Duration.ofDays(365));
  }

  static PoolScope scope(String scope) {
    return switch (scope) {
      case "node" -> PoolScope.NODE;
      case "cluster" -> PoolScope.CLUSTER;
      default ->
          throw ProblemException.invalid(
              "scope", "node or cluster", "\"" + Texts.shortened(scope) + "\"");
    };
  }

  static String scope(PoolScope scope) {
    return switch (scope) {
      case NODE -> "node";
      case CLUSTER -> "cluster";
    };
  }

  Initializer initializer(InitializerRequest wanted) {
    return wanted.initializer(code);
  }

  String maxHeap(String heap) {
    if (!heap.matches(HeapSize.FORM)
        || HeapSize.parse(heap).compareTo(HeapSize.LEAST) < 0
        || HeapSize.parse(heap).compareTo(HeapSize.parse(largestHeap)) > 0) {
      throw ProblemException.invalid(
          "jvm.maxHeap",
          "digits and k, m or g, from 16m to " + largestHeap,
          "\"" + Texts.shortened(heap) + "\"");
    }
    return heap;
  }

  static @Nullable String javaHome(@Nullable String home) {
    if (home != null
        && (!home.startsWith("/") || home.length() > LONGEST_PATH || home.contains("\0"))) {
      throw ProblemException.invalid(
          "jvm.javaHome", "an absolute path", "\"" + Texts.shortened(home) + "\"");
    }
    return home;
  }
}
