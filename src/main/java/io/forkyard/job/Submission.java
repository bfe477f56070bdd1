package io.forkyard.job;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
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

  /** Longest target, in characters. */
  public static final int LONGEST_TARGET = 500;

  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);
  private static final Duration LONGEST_DELAY = Duration.ofDays(365);

  private static final String IDENTIFIER =
      "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
  private static final Pattern TARGET =
      Pattern.compile("@main|%1$s(?:\\.%1$s)*(?:::%1$s)?".formatted(IDENTIFIER));

  public Submission {
    classpath = List.copyOf(classpath);
    check(isTarget(target), "the target is none: pkg.Type::method or pkg.Type");
    check(name == null || isName(name), "the name is empty or has control characters");
    check(maxAttempts >= 1 && maxAttempts <= 100, "maxAttempts is not 1 to 100");
    check(Math.abs(priority) <= 1000, "the priority is not -1000 to 1000");
    check(timeout == null || isPositive(timeout), "the timeout is not more than 0, up to 30 days");
    check(
        !delay.isNegative() && delay.compareTo(LONGEST_DELAY) <= 0,
        "the delay is not 0 to 365 days");
  }

  /** Whether a text has the form of a target. */
  public static boolean isTarget(String text) {
    return text.length() <= LONGEST_TARGET && TARGET.matcher(text).matches();
  }

  /** Whether a text can be the name of a job; how long it may be is the operator's to say. */
  public static boolean isName(String text) {
    return !text.isEmpty() && text.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isPositive(Duration timeout) {
    return timeout.isPositive() && timeout.compareTo(LONGEST_TIMEOUT) <= 0;
  }

  private static void check(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
