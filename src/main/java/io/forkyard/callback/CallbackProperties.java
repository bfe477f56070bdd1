package io.forkyard.callback;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where finished jobs may be posted, and how.
 *
 * @param allow prefixes of the URLs that a caller may name; none unless set
 * @param secret that signs what is posted; needed as soon as a prefix is allowed
 * @param timeout what a receiver gets to answer, the connection included
 * @param backoff wait before the second attempt; it doubles with each further one
 * @param maxAge how long after its end a job is still delivered
 * @param maxConcurrent how many are posted at once
 */
@ConfigurationProperties("forkyard.callbacks")
record CallbackProperties(
    @DefaultValue List<String> allow,
    @Nullable String secret,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("1s") Duration backoff,
    @DefaultValue("24h") Duration maxAge,
    @DefaultValue("8") int maxConcurrent) {

  private static final int SHORTEST_SECRET = 16;

  CallbackProperties {
    allow = List.copyOf(allow);
    require(
        allow.isEmpty() || secret != null && secret.length() >= SHORTEST_SECRET,
        "forkyard.callbacks.allow needs a forkyard.callbacks.secret of at least "
            + SHORTEST_SECRET
            + " characters, which signs what is posted");
    require(timeout.isPositive(), "forkyard.callbacks.timeout must be more than 0");
    require(backoff.isPositive(), "forkyard.callbacks.backoff must be more than 0");
    require(maxConcurrent >= 1, "forkyard.callbacks.max-concurrent must be at least 1");
  }

  private static void require(boolean right, String rule) {
    if (!right) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Without the secret, so that no log can have it. */
  @Override
  public String toString() {
    return "CallbackProperties[allow=" + allow + ", maxAge=" + maxAge + "]";
  }
}
