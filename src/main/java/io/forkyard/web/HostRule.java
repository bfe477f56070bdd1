package io.forkyard.web;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which {@code Host} is ours. A web page can make its own name point to this machine, but it cannot
 * make a browser call it by another one; so a name that is not ours comes from such a page. Bound
 * to an address that others reach, any literal address is ours too: it is no name to play with.
 */
final class HostRule {

  private final Set<String> names;
  private final BoundAddresses bound;

  HostRule(Set<String> allowed, BoundAddresses bound) {
    this.names =
        allowed.stream()
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.bound = bound;
  }

  boolean accepts(Authority host) {
    return host.name().equals("localhost")
        || names.contains(host.name())
        || names.contains(host.toString())
        || literal(host.name()).map(this::accepts).orElse(false);
  }

  private boolean accepts(InetAddress address) {
    return address.isLoopbackAddress() || bound.contains(address) || bound.reachable().isPresent();
  }

  private static Optional<InetAddress> literal(String name) {
    try {
      return Optional.of(InetAddress.ofLiteral(name));
    } catch (IllegalArgumentException itIsAName) {
      return Optional.empty();
    }
  }
}
