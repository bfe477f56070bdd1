package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetentionPropertiesTest {

  private static Duration bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("forkyard", RetentionProperties.class)
        .retention();
  }

  @Test
  void whatIsOverIsKeptForAWeekOrAsLongAsIsSaid() {
    assertThat(bind(Map.of())).isEqualTo(Duration.ofDays(7));
    assertThat(bind(Map.of("forkyard.retention", "1m"))).isEqualTo(Duration.ofMinutes(1));
    assertThat(bind(Map.of("forkyard.retention", "0"))).isZero();
  }

  @Test
  void aTimeInWhichNothingCouldBeUsedIsRefused() {
    for (String wrong : new String[] {"59s", "-1s"}) {
      assertThatThrownBy(() -> bind(Map.of("forkyard.retention", wrong)))
          .isInstanceOf(BindException.class)
          .rootCause()
          .hasMessageContaining("forkyard.retention must be 0 or at least 1m");
    }
  }
}
