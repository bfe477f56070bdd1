package io.forkyard.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what lies below a prefix is posted to, however it is written. */
class AllowedUrlsTest {

  private final AllowedUrls allowed =
      new AllowedUrls(List.of("http://Host/a", "https://safe.example:8443/in/", "http://[::1]:81"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host/a",
        "http://host/a/",
        "http://host/a/b?c=../d",
        "http://host/a?b",
        "http://host:80/a",
        "HTTP://HOST/a/b",
        "http://host/a/b.c/..d/e..",
        "http://host/a/caf%C3%A9",
        "https://safe.example:8443/in/",
        "https://safe.example:8443/in/b",
        "http://[::1]:81",
        "http://[::1]:81/any"
      })
  void whatLiesBelowAPrefixIsAllowed(String url) {
    assertThat(allowed.refusal(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host/",
        "http://host/ab",
        "http://host/A",
        "http://host//a",
        "http://host.evil/a",
        "http://hosts/a",
        "http://host:81/a",
        "https://host/a",
        "http://host@evil/a",
        "http://evil/http://host/a",
        "https://safe.example:8443/in",
        "https://safe.example/in/"
      })
  void whatDoesNotIsRefused(String url) {
    assertThat(allowed.refusal(url)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://host/a/../b | segment of dots",
        "http://host/a/.. | segment of dots",
        "http://host/a/./b | segment of dots",
        "http://host/a/..;x/b | segment of dots",
        "http://host/a/%2e%2e/b | percent sign",
        "http://host/a/%2E./b | percent sign",
        "http://host/a/..%2fb | percent sign",
        "http://host/a/..%5Cb | percent sign",
        "http://host/a/..%3bx/b | percent sign",
        "http://host/a/%252e%252e/b | percent sign",
        "http://host/a/%00 | percent sign",
        "http://host/a/%0d%0a | percent sign",
        "http://user@host/a | names a user",
        "http://@host/a | names a user",
        "http://host/a#b | fragment",
        "http://host:0/a | port",
        "http://host:99999/a | port",
        "http://under_score/a | no host",
        "http:///a | no host",
        "http:/a | no host",
        "http:a | no host",
        "ftp://host/a | neither",
        "file:///a | neither",
        "//host/a | neither",
        "/a | neither",
        "http://host/a\\b | no URL",
        "http://host/a b | not ASCII",
        "http://hóst/a | not ASCII",
      })
  void whatCanBeReadInTwoWaysIsRefusedWithTheReason(String url, String reason) {
    assertThat(allowed.refusal(url)).hasValueSatisfying(it -> assertThat(it).contains(reason));
  }

  @Test
  void lengthHasALimit() {
    assertThat(allowed.refusal("http://host/a/" + "x".repeat(2000)))
        .hasValueSatisfying(it -> assertThat(it).contains("longer than 2000"));
  }

  @Test
  void withoutPrefixesNothingIsAllowed() {
    assertThat(new AllowedUrls(List.of()).refusal("http://host/a"))
        .hasValueSatisfying(it -> assertThat(it).contains("forkyard.callbacks.allow is empty"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "*", "http://host/a?b", "http://host/../a", "http://*/"})
  void whatIsNoPrefixStopsTheStart(String prefix) {
    assertThatThrownBy(() -> new AllowedUrls(List.of(prefix)))
        .hasMessageContaining("forkyard.callbacks.allow");
  }
}
