package io.forkyard.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What an operator can set, and what stops a start. */
class CallbackPropertiesTest {

  private static final String SECRET = "0123456789abcdef";

  private static CallbackProperties bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("forkyard.callbacks", CallbackProperties.class);
  }

  @Test
  void defaultsAllowNothing() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new CallbackProperties(
                List.of(),
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofDays(1),
                8));
  }

  @Test
  void everyPropertyHasItsName() {
    assertThat(
            bind(
                Map.of(
                    "forkyard.callbacks.allow", "http://a/,http://b/",
                    "forkyard.callbacks.secret", SECRET,
                    "forkyard.callbacks.timeout", "1s",
                    "forkyard.callbacks.backoff", "2s",
                    "forkyard.callbacks.max-age", "3s",
                    "forkyard.callbacks.max-concurrent", "4")))
        .isEqualTo(
            new CallbackProperties(
                List.of("http://a/", "http://b/"),
                SECRET,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                4));
  }

  @Test
  void prefixesNeedASecret() {
    assertThatThrownBy(() -> bind(Map.of("forkyard.callbacks.allow", "http://a/")))
        .rootCause()
        .hasMessageContaining("forkyard.callbacks.secret");
    assertThatThrownBy(() ->
            bind(
                Map.of(
                    "forkyard.callbacks.allow", "http://a/",
                    "forkyard.callbacks.secret", "short")))
        .rootCause()
        .hasMessageContaining("at least 16");
  }

  @Test
  void theSecretIsNotPrinted() {
    assertThat(bind(Map.of("forkyard.callbacks.secret", SECRET)).toString()).doesNotContain(SECRET);
  }
}
