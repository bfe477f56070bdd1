package io.forkyard.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What this service calls itself.
 *
 * @param node name that jobs show; the host's name unless set
 */
@ConfigurationProperties("forkyard")
record NodeProperties(@Nullable String node) {

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
