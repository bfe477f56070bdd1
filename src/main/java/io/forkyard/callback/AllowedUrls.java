package io.forkyard.callback;

import java.util.List;
import java.util.Optional;

/** Which URLs a caller may name: those below the prefixes that the operator has listed. */
public final class AllowedUrls {

  private final List<Address> prefixes;

  AllowedUrls(List<String> prefixes) {
    this.prefixes = prefixes.stream().map(AllowedUrls::prefix).toList();
  }

  private static Address prefix(String text) {
    try {
      if (text.contains("?")) {
        throw new IllegalArgumentException("it has a query");
      }
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "forkyard.callbacks.allow has " + text + ", which cannot be a prefix: " + e.getMessage(),
          e);
    }
  }

  /** Why nothing may be posted there, in a sentence; empty when it may. */
  public Optional<String> refusal(String url) {
    if (prefixes.isEmpty()) {
      return Optional.of("This service posts to no URL: forkyard.callbacks.allow is empty");
    }
    try {
      Address address = Address.parse(url);
      return prefixes.stream().anyMatch(prefix -> prefix.covers(address))
          ? Optional.empty()
          : Optional.of("The URL is below none of the prefixes of forkyard.callbacks.allow");
    } catch (IllegalArgumentException e) {
      return Optional.of("The URL cannot be used: " + e.getMessage());
    }
  }
}
