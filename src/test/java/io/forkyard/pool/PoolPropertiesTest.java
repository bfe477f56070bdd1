package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class PoolPropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new PoolProperties(
                64,
                64,
                Duration.ofSeconds(25),
                Duration.ofSeconds(5),
                DataSize.ofMegabytes(16),
                1000,
                Duration.ofSeconds(60)));
  }

  @Test
  void mapsEveryProperty() {
    assertThat(
            bind(
                Map.of(
                    "forkyard.max-processes", "9",
                    "forkyard.max-spares", "8",
                    "forkyard.drain", "7s",
                    "forkyard.grace", "6s",
                    "forkyard.max-result-size", "5MB",
                    "forkyard.map-traces", "4",
                    "forkyard.compile-timeout", "3s")))
        .isEqualTo(
            new PoolProperties(
                9,
                8,
                Duration.ofSeconds(7),
                Duration.ofSeconds(6),
                DataSize.ofMegabytes(5),
                4,
                Duration.ofSeconds(3)));
  }

  private static PoolProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("forkyard", PoolProperties.class);
  }
}
