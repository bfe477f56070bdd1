package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Who gets in, bound to a loopback address and without a token. */
@TestPropertySource(properties = "forkyard.security.allowed-hosts=yard.example")
class AccessTest extends ServiceTest {

  private final Caller caller;
  private final int port;

  AccessTest(@LocalServerPort int port) {
    this.caller = new Caller(port);
    this.port = port;
  }

  private String get(String path, String headers) throws Exception {
    return caller.raw("GET " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:1",
        "127.0.0.1:8080",
        "[::1]",
        "127.9.9.9",
        "YARD.example:80"
      })
  void ownHostsAreAnswered(String host) throws Exception {
    assertThat(get("/v3/api-docs", "Host: " + host + "\r\n")).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "localhost.evil.example", "10.1.2.3", "[::2]", "127.0.0.1.evil"})
  void foreignHostsAreMisdirected(String host) throws Exception {
    for (String path : new String[] {"/v1/jobs", "/actuator/health", "/swagger-ui.html", "/x"}) {
      assertThat(get(path, "Host: " + host + "\r\n"))
          .startsWith("HTTP/1.1 421")
          .contains("application/problem+json", "/problems/misdirected-request");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example",
    "Origin, null",
    "Origin, http://localhost:1",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void foreignPagesAreRefused(String header, String value) throws Exception {
    for (String path : new String[] {"/v1/jobs/x/kill", "/actuator/health"}) {
      Answer answer = caller.send("POST", path, null, header, value);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.json().path("type").asString()).isEqualTo("/problems/foreign-origin");
    }
  }

  @Test
  void ownPagesAreServed() throws Exception {
    Answer answer =
        caller.get(
            "/v3/api-docs", "Origin", "http://127.0.0.1:" + port, "Sec-Fetch-Site", "same-origin");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void linksFromElsewhereReachOnlyPages() throws Exception {
    String[] link = {
      "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"
    };
    assertThat(caller.get("/problems/not-found", link).status()).isEqualTo(200);
    assertThat(caller.get("/v1/jobs", link).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json;charset=ISO-8859-1",
        "nonsense"
      })
  void onlyJsonIsTaken(String type) throws Exception {
    for (String path :
        new String[] {"/v1/jobs", "/v1/artifacts", "/v1/jobs/x/kill", "/actuator/info"}) {
      Answer answer = caller.send("POST", path, "{\"target\": \"a.B\"}", "Content-Type", type);
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.json().path("type").asString())
          .isEqualTo("/problems/unsupported-media-type");
    }
  }

  @Test
  void aBodyWithoutATypeIsRefused() throws Exception {
    assertThat(caller.send("POST", "/v1/jobs", "{}").status()).isEqualTo(415);
  }

  @Test
  void headersAreSafe() throws Exception {
    Answer answer = caller.get("/v3/api-docs");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }
}
