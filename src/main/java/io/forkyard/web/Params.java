package io.forkyard.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters and parts of the path; what does not fit is told by its name. */
final class Params {

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Params() {}

  static Optional<Long> whole(String name, @Nullable String text, long least, long most) {
    if (text == null) {
      return Optional.empty();
    }
    String expected = "a whole number from " + least + " to " + most;
    if (!WHOLE.matcher(text).matches()) {
      throw ProblemException.invalid(name, expected, quoted(text));
    }
    long number = Long.parseLong(text);
    if (number < least || number > most) {
      throw ProblemException.invalid(name, expected, text);
    }
    return Optional.of(number);
  }

  /** Seconds as a decimal number, zero or more. */
  static Optional<Duration> seconds(String name, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    if (text.startsWith("-")) {
      throw ProblemException.invalid(name, "a number of seconds, 0 or more", quoted(text));
    }
    return signedSeconds(name, text);
  }

  /** Seconds as a decimal number, also below zero. */
  static Optional<Duration> signedSeconds(String name, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    if (!DECIMAL.matcher(text).matches()) {
      throw ProblemException.invalid(name, "a number of seconds", quoted(text));
    }
    return Optional.of(Seconds.duration(new BigDecimal(text)));
  }

  /** How long something is lent or held: more than nothing. */
  static Optional<Duration> lease(@Nullable String text, Duration most) {
    Optional<Duration> lease = seconds("lease", text);
    lease.ifPresent(asked -> checkLease(asked, most));
    return lease;
  }

  private static void checkLease(Duration lease, Duration most) {
    if (lease.toMillis() < 1 || lease.compareTo(most) > 0) {
      throw ProblemException.invalid(
          "lease",
          "from 0.001 to " + Seconds.of(most).toPlainString() + " seconds",
          Seconds.of(lease).toPlainString());
    }
  }

  static boolean flag(String name, @Nullable String text, boolean otherwise) {
    return switch (text) {
      case null -> otherwise;
      case "true" -> true;
      case "false" -> false;
      default -> throw ProblemException.invalid(name, "true or false", quoted(text));
    };
  }

  /** One of an enum, written as the enum writes it or in lower case. */
  static <E extends Enum<E>> Optional<E> oneOf(String name, @Nullable String text, Class<E> type) {
    if (text == null) {
      return Optional.empty();
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(it -> it.name().equals(text) || it.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .or(() -> {
          throw ProblemException.invalid(
              name, "one of " + Arrays.toString(type.getEnumConstants()), quoted(text));
        });
  }

  /** An id of the path; one that cannot be an id is one that is not there. */
  static UUID id(String what, String text) {
    if (!ID.matcher(text).matches()) {
      throw ProblemException.notFound(what, text);
    }
    return UUID.fromString(text);
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
