package io.forkyard.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What this service calls itself.
 *
 * @param node name that jobs show; the host's name unless set
 * @param nodeTimeout how long it may be silent before others run its jobs again, where many nodes
 *     share a database
 */
@Validated
@ConfigurationProperties("forkyard")
record NodeProperties(
    @Nullable String node,
    @DefaultValue("20s") @DurationMin(seconds = 4) @DurationMax(hours = 1) Duration nodeTimeout) {

  Node resolve(String id) {
    return new Node(id, node == null ? hostName() : node, ProcessHandle.current().pid());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
