package io.forkyard.web;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and perhaps a port, as in {@code Host} and {@code Origin}.
 *
 * @param name in lower case, an IPv6 address without brackets
 */
record Authority(String name, OptionalInt port) {

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-f:.]+)]|([^\\[\\]:/@]+))(?::([0-9]{1,5}))?");

  /** Reads the value of a {@code Host} header. */
  static Optional<Authority> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    String port = matcher.group(3);
    return Optional.of(
        new Authority(
            name, port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port))));
  }

  /** Whether a page of this origin, for instance {@code https://a.example}, came from here. */
  boolean isOrigin(String origin) {
    int defaultPort = origin.startsWith("https:") ? 443 : 80;
    return origin.contains("://")
        && parse(origin.substring(origin.indexOf("://") + 3))
            .filter(it -> it.name.equals(name))
            .filter(it -> it.port.orElse(defaultPort) == port.orElse(defaultPort))
            .isPresent();
  }

  @Override
  public String toString() {
    return port.isPresent() ? name + ":" + port.getAsInt() : name;
  }
}
