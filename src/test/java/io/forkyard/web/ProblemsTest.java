package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Every error of every layer looks the same. */
@TestPropertySource(properties = "forkyard.limits.body=10KB")
class ProblemsTest extends ServiceTest {

  private final Caller caller;

  ProblemsTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  private static void assertProblem(Answer answer, int status, String name) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.path("type").asString()).isEqualTo("/problems/" + name);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(answer.text()).doesNotContain("io.forkyard", "springframework", "tools.jackson");
  }

  @Test
  void unknownAddressIsNotFound() throws Exception {
    Answer answer = caller.get("/v1/nothing?x=1");
    assertProblem(answer, 404, "not-found");
    assertThat(answer.json().path("instance").asString()).isEqualTo("/v1/nothing");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertProblem(caller.get("/"), 404, "not-found");
    assertProblem(caller.get("/actuator/env"), 404, "not-found");
    assertProblem(caller.get("/actuator/heapdump"), 404, "not-found");
  }

  @Test
  void unknownMethodNamesTheKnown() throws Exception {
    Answer answer = caller.send("PATCH", "/v1/jobs", null);
    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow")).contains("POST").contains("GET");
    assertProblem(caller.send("FOO", "/v1/jobs", null), 405, "method-not-allowed");
    assertProblem(caller.send("DELETE", "/problems", null), 405, "method-not-allowed");
  }

  @Test
  void unwantedFormIsNotAcceptable() throws Exception {
    assertProblem(caller.get("/v1/pools", "Accept", "image/png"), 406, "not-acceptable");
  }

  @Test
  void optionsTellsTheMethods() throws Exception {
    assertThat(caller.send("OPTIONS", "/v1/jobs", null).header("Allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/jobs/x", "/v1/jobs/1-1-1-1-1", "/v1/jobs/x/output"})
  void whatCannotBeAnIdIsNotThere(String path) throws Exception {
    assertProblem(caller.get(path), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/jobs?limit=0 | limit",
        "/v1/jobs?limit=1001 | limit",
        "/v1/jobs?limit=1.5 | limit",
        "/v1/jobs?limit= | limit",
        "/v1/jobs?state=DONE | state",
        "/v1/jobs?cursor=garbage | cursor",
        "/v1/jobs?cursor=%C3%A4 | cursor",
        "/v1/jobs?foo=1 | foo",
        "/v1/jobs?limit=1&limit=2 | limit",
        "/v1/pools?foo=1 | foo",
        "/v1/jobs/0199c3a2-7d10-7c4e-9d3b-0f6f6b0a4a11?wait=-1 | wait",
        "/v1/jobs/0199c3a2-7d10-7c4e-9d3b-0f6f6b0a4a11?wait=x | wait",
        "/v1/jobs/0199c3a2-7d10-7c4e-9d3b-0f6f6b0a4a11?wait=NaN | wait",
        "/v1/jobs/0199c3a2-7d10-7c4e-9d3b-0f6f6b0a4a11/output?stream=both | stream",
        "/v1/jobs/0199c3a2-7d10-7c4e-9d3b-0f6f6b0a4a11/output?offset=-1 | offset",
        "/v1/jobs/0199c3a2-7d10-7c4e-9d3b-0f6f6b0a4a11/output?follow=1 | follow"
      })
  void badParametersAreNamed(String path, String name) throws Exception {
    Answer answer = caller.get(path);
    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.json().path("field").asString()).isEqualTo(name);
    assertThat(answer.json().path("exception").asString()).isEqualTo("ValueError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/jobs[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /v1/jobs?x=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /v1/%2e%2e/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /v1/a%2Fb HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /v1/jobs;x=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /v1//jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET\r\n\r\n",
        "NONSENSE\u0000 / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /v1/jobs HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /v1/jobs HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        "GET /v1/jobs HTTP/1.1\r\nHost: bad host\r\nConnection: close\r\n\r\n"
      })
  void nonsenseIsAProblem(String request) throws Exception {
    assertThat(caller.raw(request))
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("Content-Type: application/problem+json")
        .contains("\"type\":\"/problems/unreadable-request\"")
        .contains("X-Content-Type-Options: nosniff", "X-Frame-Options: DENY")
        .contains("Content-Security-Policy: default-src 'self'")
        .doesNotContain("tomcat", "Tomcat", "<html");
  }

  @Test
  void tooLargeHeadersAreAProblem() throws Exception {
    assertThat(
            caller.raw(
                "GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nX: "
                    + "x".repeat(20_000)
                    + "\r\n\r\n"))
        .containsIgnoringCase("Content-Type: application/problem+json");
  }

  @Test
  void traceIsRefused() throws Exception {
    assertThat(
            caller.raw("TRACE /v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405")
        .contains("/problems/method-not-allowed");
  }

  @Test
  void tooLargeBodiesAreRefusedWithAndWithoutALength() throws Exception {
    String body = "{\"target\": \"" + "x".repeat(20_000) + "\"}";
    assertProblem(caller.post("/v1/jobs", body), 413, "too-large");
    assertThat(
            caller.raw(
                "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + Integer.toHexString(body.length())
                    + "\r\n"
                    + body
                    + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413")
        .contains("/problems/too-large");
  }

  @ParameterizedTest
  @EnumSource(Problem.class)
  void everyProblemHasItsPage(Problem problem) throws Exception {
    Answer page = caller.get(problem.type());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(page.text()).contains(problem.title(), "" + problem.status());
  }

  @Test
  void anUnknownPageIsAProblem() throws Exception {
    assertProblem(caller.get("/problems/x", "Accept", "text/html"), 404, "not-found");
  }
}
