package io.forkyard.web;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where the service listens: its own address, and that of the actuator if it has one apart. */
@Component
final class BoundAddresses {

  /** An empty one stands for all addresses of the machine. */
  private final List<Optional<InetAddress>> addresses = new ArrayList<>();

  BoundAddresses(ServerProperties server, Environment environment) {
    addresses.add(Optional.ofNullable(server.getAddress()));
    Optional.ofNullable(environment.getProperty("management.server.address", InetAddress.class))
        .ifPresent(address -> addresses.add(Optional.of(address)));
  }

  /** The first address that others can reach, in words. */
  Optional<String> reachable() {
    return addresses.stream()
        .filter(address -> !address.map(InetAddress::isLoopbackAddress).orElse(false))
        .map(address -> address.map(InetAddress::getHostAddress).orElse("all addresses"))
        .findFirst();
  }

  boolean contains(InetAddress other) {
    return addresses.contains(Optional.of(other));
  }
}
