package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KeptPropertiesTest {

  @EnableConfigurationProperties(KeptProperties.class)
  private static final class Configuration {}

  private static KeptProperties bind(Map<String, String> properties) {
    KeptProperties[] bound = new KeptProperties[1];
    new ApplicationContextRunner()
        .withUserConfiguration(Configuration.class)
        .withPropertyValues(
            properties.entrySet().stream().map(Object::toString).toArray(String[]::new))
        .run(context -> bound[0] = context.getBean(KeptProperties.class));
    return bound[0];
  }

  @Test
  void aMillionOrAsManyAsIsSaid() {
    assertThat(bind(Map.of())).isEqualTo(new KeptProperties(1_000_000));
    assertThat(bind(Map.of("forkyard.jobs-kept", "0"))).isEqualTo(new KeptProperties(0));
  }

  @Test
  void fewerThanNoneIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("forkyard.jobs-kept", "-1")))
        .rootCause()
        .hasMessageContaining("jobsKept");
  }
}
