package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CompilerPropertiesTest {

  @EnableConfigurationProperties(CompilerProperties.class)
  private static final class Configuration {}

  @Test
  void hasDefaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(new CompilerProperties(1, 500, Duration.ofMinutes(30), true));
  }

  @Test
  void mapsEveryProperty() {
    assertThat(
            bind(
                Map.of(
                    "forkyard.compiler.max", "2",
                    "forkyard.compiler.sources", "7",
                    "forkyard.compiler.idle", "0",
                    "forkyard.compiler.warm", "false")))
        .isEqualTo(new CompilerProperties(2, 7, Duration.ZERO, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max", "sources"})
  void noneAtAllIsRefused(String property) {
    assertThatThrownBy(() ->
            new ApplicationContextRunner()
                .withUserConfiguration(Configuration.class)
                .withPropertyValues("forkyard.compiler." + property + "=0")
                .run(context -> context.getBean(CompilerProperties.class)))
        .rootCause()
        .hasMessageContaining(property);
  }

  private static CompilerProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("forkyard.compiler", CompilerProperties.class);
  }
}
