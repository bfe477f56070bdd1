package io.forkyard.storage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is over is kept.
 *
 * @param retention from its end; 0 is for ever
 */
@ConfigurationProperties("forkyard")
record RetentionProperties(@DefaultValue("7d") Duration retention) {

  /** Below it what is about to be used could be taken for unused. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  RetentionProperties {
    if (!retention.isZero() && retention.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("forkyard.retention must be 0 or at least 1m");
    }
  }
}
