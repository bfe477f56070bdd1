package io.forkyard.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LockPropertiesTest {

  private static LockProperties bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("forkyard.lock", LockProperties.class);
  }

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new LockProperties(
                10000, 10000, 10000, Duration.ofSeconds(60), Duration.ofHours(12), 2000, 1000));
  }

  @Test
  void everyPropertyHasItsName() {
    assertThat(
            bind(
                Map.of(
                    "forkyard.lock.max-locks", "1",
                    "forkyard.lock.max-semaphores", "2",
                    "forkyard.lock.max-events", "3",
                    "forkyard.lock.lease", "4s",
                    "forkyard.lock.max-lease", "5s",
                    "forkyard.lock.max-waiters", "6",
                    "forkyard.lock.max-waiters-per-lock", "7")))
        .isEqualTo(new LockProperties(1, 2, 3, Duration.ofSeconds(4), Duration.ofSeconds(5), 6, 7));
  }

  @Test
  void aLeaseLongerThanTheLongestIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("forkyard.lock.lease", "13h")))
        .isInstanceOf(BindException.class)
        .rootCause()
        .hasMessageContaining("forkyard.lock.max-lease");
    assertThatThrownBy(() -> bind(Map.of("forkyard.lock.lease", "0s")))
        .isInstanceOf(BindException.class);
  }
}
