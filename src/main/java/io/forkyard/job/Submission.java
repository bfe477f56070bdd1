package io.forkyard.job;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for, checked for form.
 *
 * @param target {@code pkg.Type::method} or {@code pkg.Type}
 * @param args JSON array
 * @param kwargs JSON object
 * @param source one Java source file
 * @param classpath ids of uploaded jars, in the order of lookup
 * @param timeout of each attempt; null takes the pool's
 * @param maxAttempts at least 1
 * @param priority higher runs first
 * @param delay before the first attempt
 * @param receiver who gets the finished job, if anybody
 */
public record Submission(
    String pool,
    String target,
    String args,
    String kwargs,
    @Nullable String name,
    @Nullable String source,
    List<String> classpath,
    @Nullable Duration timeout,
    int maxAttempts,
    int priority,
    Duration delay,
    @Nullable Receiver receiver) {

  public Submission {
    classpath = List.copyOf(classpath);
  }
}
