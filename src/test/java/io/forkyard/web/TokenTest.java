package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Bound to every address: with the token only, but for what everybody may see. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
    properties = {"server.address=0.0.0.0", "forkyard.security.token=open-sesame-4711"})
class TokenTest extends ServiceTest {

  private final Caller caller;

  TokenTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/pools", "/v1/nothing", "/actuator/processes", "/actuator/info", "/"})
  void everythingElseNeedsTheToken(String path) throws Exception {
    Answer answer = caller.get(path);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/unauthorized");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/swagger-ui/index.html",
        "/v3/api-docs",
        "/problems/unauthorized"
      })
  void whatEverybodyMaySeeIsOpen(String path) throws Exception {
    assertThat(caller.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer wrong",
        "Basic open-sesame-4711",
        "open-sesame-4711",
        "Bearer open-sesame-47"
      })
  void wrongTokensAreRefused(String authorization) throws Exception {
    assertThat(caller.get("/v1/pools", "Authorization", authorization).status()).isEqualTo(401);
  }

  @Test
  void theTokenOpens(CapturedOutput log) throws Exception {
    Answer answer = caller.get("/v1/pools", "Authorization", "Bearer open-sesame-4711");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Set-Cookie")).isEmpty();
    assertThat(log.getAll()).doesNotContain("open-sesame");
  }

  @Test
  void literalAddressesAreOursButForeignNamesAreNot() throws Exception {
    assertThat(caller.raw("GET /actuator/health HTTP/1.0\r\nHost: 10.1.2.3\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(caller.raw("GET /actuator/health HTTP/1.0\r\nHost: evil.example\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
  }
}
