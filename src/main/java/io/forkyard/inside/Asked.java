package io.forkyard.inside;

import io.forkyard.line.Refusal;
import io.forkyard.process.CallRefusedException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules that the questions share. */
final class Asked {

  /** A wait without a limit of its own ends with the job that waits. */
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private Asked() {}

  /** What every question says. */
  interface Shared {

    String name();

    /** By which something is held; empty when none is needed. */
    default String token() {
      return "";
    }
  }

  /** Only the name is said. */
  record Name(String name) implements Shared {}

  /** A child is not trusted: nothing has such a name or token, and not every database takes it. */
  static <T extends Shared> T checked(T question) throws CallRefusedException {
    name(question.name());
    if (question.token().indexOf(0) >= 0) {
      throw CallRefusedException.invalid("A token has no NUL characters");
    }
    return question;
  }

  /** How long a call may wait: milliseconds, or null for ever. */
  static Duration limit(@Nullable Long timeout) {
    long milliseconds = timeout == null ? Long.MAX_VALUE : Math.max(0, timeout);
    return Duration.ofMillis(Math.min(milliseconds, LONGEST.toMillis()));
  }

  /** A name that something may have. */
  static String name(String name) throws CallRefusedException {
    if (!NAME.matcher(name).matches()) {
      throw CallRefusedException.invalid(
          "A name is 1 to 100 letters, digits, dots, underscores or hyphens that begin with a"
              + " letter or digit");
    }
    return name;
  }

  /** Why something that was to be there already cannot be used. */
  static CallRefusedException unknown(String kind, String name) {
    return CallRefusedException.invalid("There is no " + kind + " " + name);
  }

  static CallRefusedException gone(String kind, String name) {
    return CallRefusedException.failed("There is no " + kind + " " + name + " any more");
  }

  static CallRefusedException conflict(String kind, String name, String settings) {
    return CallRefusedException.invalid("There is a " + kind + " " + name + " " + settings);
  }

  static CallRefusedException tooMany(String kind, int most) {
    return CallRefusedException.refused("There are " + most + " " + kind + "s already");
  }

  /** What having had no turn means for a job. */
  static CallRefusedException refusal(String kind, String name, Refusal why)
      throws InterruptedException {
    return switch (why) {
      case UNKNOWN -> gone(kind, name);
      case CLOSED -> CallRefusedException.failed("The " + kind + " " + name + " is closed");
      case CROWDED -> CallRefusedException.refused("As many callers wait as may");
      case STOPPING -> CallRefusedException.failed("The service stops");
      case GAVE_UP -> throw new InterruptedException();
    };
  }
}
