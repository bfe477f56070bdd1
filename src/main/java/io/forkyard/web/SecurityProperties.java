package io.forkyard.web;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call. Bound to anything but a loopback address the service needs a token.
 *
 * @param token that a caller has to send as {@code Authorization: Bearer}
 * @param tokenFile a file of such tokens, one in a line, for instance a mounted secret
 * @param allowedHosts names that a {@code Host} header may have beside those of this machine's
 *     loopback and the bound address
 */
@ConfigurationProperties("forkyard.security")
record SecurityProperties(
    @Nullable String token, @Nullable Path tokenFile, @DefaultValue Set<String> allowedHosts) {

  /** Without the token, so that no log can have it. */
  @Override
  public String toString() {
    return "SecurityProperties[tokenFile=" + tokenFile + ", allowedHosts=" + allowedHosts + "]";
  }
}
