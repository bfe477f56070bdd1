package io.forkyard.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class ProcessPropertiesTest {

  @Test
  void hasDefaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            properties(
                Duration.ofSeconds(30), true, false, 256, Map.of(), DataSize.ofMegabytes(1), 1000));
  }

  @Test
  void mapsEveryProperty() {
    assertThat(
            bind(
                Map.of(
                    "forkyard.child.start-timeout", "5s",
                    "forkyard.child.archive", "false",
                    "forkyard.child.archive-relocation", "true",
                    "forkyard.child.memory-allowance", "64MB",
                    "forkyard.child.environment.NAME", "value",
                    "forkyard.output.max-size", "2KB",
                    "forkyard.processes-kept", "7")))
        .isEqualTo(
            properties(
                Duration.ofSeconds(5),
                false,
                true,
                64,
                Map.of("NAME", "value"),
                DataSize.ofKilobytes(2),
                7));
  }

  private static ProcessProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("forkyard", ProcessProperties.class);
  }

  private static ProcessProperties properties(
      Duration timeout,
      boolean archive,
      boolean relocation,
      int allowance,
      Map<String, String> environment,
      DataSize maxSize,
      int kept) {
    return new ProcessProperties(
        new ProcessProperties.ChildSettings(
            timeout, archive, relocation, DataSize.ofMegabytes(allowance), environment),
        new ProcessProperties.OutputSettings(maxSize),
        kept);
  }
}
