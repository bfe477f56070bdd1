package io.forkyard.callback;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a URL leads, in the one form that can be compared (RFC 3986, section 6.2). What two
 * programs may read in two ways is refused, so that the receiver sees no other path than we do.
 *
 * @param host in lower case
 * @param port never left out
 * @param path as it is sent, at least {@code /}
 */
record Address(String scheme, String host, int port, String path) {

  static final int LONGEST = 2000;

  /** Dots, slashes, backslashes, semicolons, percent signs and control characters in disguise. */
  private static final Pattern DISGUISED =
      Pattern.compile("%(?:2[EF5]|3B|5C|7F|[01].)", Pattern.CASE_INSENSITIVE);

  /** A segment of one or two dots; what follows a semicolon is no part of it for some servers. */
  private static final Pattern DOTS = Pattern.compile("/\\.{1,2}(?:;[^/]*)?(?:/|$)");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  static Address parse(String url) {
    require(url.length() <= LONGEST, "it is longer than " + LONGEST + " characters");
    require(url.chars().allMatch(c -> c > ' ' && c < 127), "it has a character that is not ASCII");
    URI uri = uri(url);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    require(scheme.equals("http") || scheme.equals("https"), "it is neither http nor https");
    require(uri.getHost() != null, "it names no host");
    require(uri.getRawUserInfo() == null, "it names a user");
    require(uri.getRawFragment() == null, "it has a fragment, which is never sent");
    int port = uri.getPort() < 0 ? defaultPort(scheme) : uri.getPort();
    require(port >= 1 && port <= 65535, "its port is not from 1 to 65535");
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    require(!DISGUISED.matcher(path).find(), "its path hides a character by a percent sign");
    require(!DOTS.matcher(path).find(), "its path has a segment of dots");
    return new Address(scheme, uri.getHost().toLowerCase(Locale.ROOT), port, path);
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no URL: " + e.getReason(), e);
    }
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static void require(boolean right, String wrong) {
    if (!right) {
      throw new IllegalArgumentException(wrong);
    }
  }

  /** Whether an address is this one or lies below it: {@code /a/b} is below {@code /a}. */
  boolean covers(Address other) {
    return scheme.equals(other.scheme)
        && host.equals(other.host)
        && port == other.port
        && (other.path.equals(path)
            || other.path.startsWith(path.endsWith("/") ? path : path + "/"));
  }
}
