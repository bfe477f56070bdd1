package io.forkyard.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules that several requests share; what breaks one is a problem that names the field. */
final class Checks {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private Checks() {}

  /** The name of a pool. */
  static String name(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw ProblemException.invalid(
          field,
          "1 to 100 letters, digits, dots, underscores or hyphens that begin with a letter or"
              + " digit",
          "\"" + Texts.shortened(name) + "\"");
    }
    return name;
  }

  /** What a service gave out to hold something by. Others may be sent, but none can be held. */
  static String token(@Nullable String token) {
    if (token == null) {
      throw ProblemException.refused("token", "token is missing");
    }
    if (token.indexOf(0) >= 0) {
      throw ProblemException.invalid("token", "a token as it was given, without NUL", "another");
    }
    return token;
  }

  static int whole(String field, @Nullable Integer number, int least, int most, int otherwise) {
    if (number == null) {
      return otherwise;
    }
    if (number < least || number > most) {
      throw ProblemException.invalid(
          field, "a whole number from " + least + " to " + most, number.toString());
    }
    return number;
  }

  /** A time-out: more than nothing. */
  static @Nullable Duration timeout(String field, @Nullable BigDecimal seconds) {
    if (seconds != null && seconds.signum() <= 0) {
      throw ProblemException.invalid(field, "more than 0 seconds", Texts.shortened(seconds));
    }
    return seconds == null ? null : duration(field, seconds, Duration.ofDays(30));
  }

  static Duration duration(String field, BigDecimal seconds, Duration most) {
    if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(most.toSeconds())) > 0) {
      throw ProblemException.invalid(
          field, "from 0 to " + most.toSeconds() + " seconds", Texts.shortened(seconds));
    }
    return Seconds.duration(seconds);
  }
}
