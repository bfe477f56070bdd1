package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What does not fit in a body is refused by its name. */
class RequestTest extends ServiceTest {

  private final Caller caller;

  RequestTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  private static void assertNames(Answer answer, String field) {
    assertThat(answer.json().path("field").asString()).as(answer.text()).isEqualTo(field);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/invalid-request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | target",
        "{'target': null} | target",
        "{'target': 1} | target",
        "{'target': true} | target",
        "{'target': ''} | target",
        "{'target': 'a b'} | target",
        "{'target': 'a.B::'} | target",
        "{'target': 'a.B::c::d'} | target",
        "{'target': 'a.B', 'foo': 1} | foo",
        "{'target': 'a.B', 'args': {}} | args",
        "{'target': 'a.B', 'args': 1} | args",
        "{'target': 'a.B', 'args': null} | args",
        "{'target': 'a.B', 'kwargs': []} | kwargs",
        "{'target': 'a.B', 'pool': 'a/b'} | pool",
        "{'target': 'a.B', 'pool': null} | pool",
        "{'target': 'a.B', 'name': 'a\\u0000b'} | name",
        "{'target': 'a.B', 'source': 1} | source",
        "{'target': 'a.B', 'classpath': 'x'} | classpath",
        "{'target': 'a.B', 'classpath': ['x']} | classpath[0]",
        "{'target': 'a.B', 'classpath': [1]} | classpath[0]",
        "{'target': 'a.B', 'classpath': [null]} | classpath[0]",
        "{'target': 'a.B', 'timeout': 0} | timeout",
        "{'target': 'a.B', 'timeout': -1} | timeout",
        "{'target': 'a.B', 'timeout': '1'} | timeout",
        "{'target': 'a.B', 'timeout': 'NaN'} | timeout",
        "{'target': 'a.B', 'timeout': 1e400} | timeout",
        "{'target': 'a.B', 'timeout': true} | timeout",
        "{'target': 'a.B', 'delay': -0.1} | delay",
        "{'target': 'a.B', 'delay': null} | delay",
        "{'target': 'a.B', 'maxAttempts': 0} | maxAttempts",
        "{'target': 'a.B', 'maxAttempts': 101} | maxAttempts",
        "{'target': 'a.B', 'maxAttempts': 1.5} | maxAttempts",
        "{'target': 'a.B', 'maxAttempts': '1'} | maxAttempts",
        "{'target': 'a.B', 'maxAttempts': null} | maxAttempts",
        "{'target': 'a.B', 'maxAttempts': 99999999999} | maxAttempts",
        "{'target': 'a.B', 'priority': 1001} | priority",
        "{'target': 'a.B', 'callback': 'q'} | callback",
        "{'target': 'a.B', 'callback': {}} | callback",
        "{'target': 'a.B', 'callback': {'url': 'http://h/', 'queue': 'q'}} | callback",
        "{'target': 'a.B', 'callback': {'queue': 'q'}} | callback.queue",
        "{'target': 'a.B', 'callback': {'url': 'http://h/'}} | callback.url",
        "{'target': 'a.B', 'callback': {'url': null}} | callback.url",
        "{'target': 'a.B', 'callback': {'topic': 'q'}} | callback.topic",
      })
  void jobsAreChecked(String body, String field) throws Exception {
    assertNames(caller.post("/v1/jobs", body.replace('\'', '"')), field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'size': 0} | size",
        "{'size': -1} | size",
        "{'size': 1.5} | size",
        "{'size': 1.0} | size",
        "{'size': '3'} | size",
        "{'size': null} | size",
        "{'size': 65} | size",
        "{'size': [1]} | size",
        "{'spares': -1} | spares",
        "{'idle': -1} | idle",
        "{'maxPending': 0} | maxPending",
        "{'timeout': 0} | timeout",
        "{'maxTasksPerChild': 0} | maxTasksPerChild",
        "{'maxTasksPerChild': 1.5} | maxTasksPerChild",
        "{'maxTasksPerChild': 'many'} | maxTasksPerChild",
        "{'maxTasksPerChild': 99999999999} | maxTasksPerChild",
        "{'initializer': {}} | initializer.target",
        "{'initializer': 'a.B::c'} | initializer",
        "{'initializer': {'target': '@main'}} | initializer.target",
        "{'initializer': {'target': 'a b'}} | initializer.target",
        "{'initializer': {'target': 'a.B::c', 'args': {}}} | initializer.args",
        "{'initializer': {'target': 'a.B::c', 'classpath': ['x']}} | initializer.classpath[0]",
        "{'initializer': {'target': 'a.B::c', 'foo': 1}} | initializer.foo",
        "{'scope': 'planet'} | scope",
        "{'jvm': 1} | jvm",
        "{'jvm': null} | jvm",
        "{'jvm': {'foo': 1}} | jvm.foo",
        "{'jvm': {'maxHeap': '1'}} | jvm.maxHeap",
        "{'jvm': {'maxHeap': '15m'}} | jvm.maxHeap",
        "{'jvm': {'maxHeap': '17g'}} | jvm.maxHeap",
        "{'jvm': {'maxHeap': '-1m'}} | jvm.maxHeap",
        "{'jvm': {'options': '-Da=b'}} | jvm.options",
        "{'jvm': {'options': ['-Da=b', 1]}} | jvm.options[1]",
        "{'jvm': {'options': ['-Da=b', '-cp']}} | jvm.options[1]",
        "{'jvm': {'options': ['@args']}} | jvm.options[0]",
        "{'jvm': {'options': ['-XX:+DisableAttachMechanism']}} | jvm.options[0]",
        "{'jvm': {'options': ['-XX:Flags=x']}} | jvm.options[0]",
        "{'jvm': {'options': ['--version']}} | jvm.options[0]",
        "{'jvm': {'javaHome': 'relative'}} | jvm.javaHome",
        "{'foo': 1} | foo"
      })
  void poolsAreChecked(String body, String field) throws Exception {
    assertNames(caller.put("/v1/pools/p", body.replace('\'', '"')), field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "-a", "%C3%A4", "_"})
  void namesOfPoolsAreChecked(String name) throws Exception {
    assertNames(caller.put("/v1/pools/" + name.replace(" ", "%20"), "{}"), "pool");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"target\": \"a.B\"} {}",
        "{\"target\": \"a.B\", \"target\": \"a.C\"}",
        "{\"target\": \"a.B\", \"timeout\": NaN}",
        "{'target': 'a.B'}",
        "{\"target\": \"a.B\",}",
        "{\"target\": \"a.\u0001B\"}",
        "{target: \"a.B\"}",
        "{\"target\": \"a.B\"} // comment"
      })
  void whatIsNotJsonIsRefused(String body) throws Exception {
    Answer answer = caller.post("/v1/jobs", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertOurWords(answer);
  }

  private static void assertOurWords(Answer answer) {
    assertThat(answer.text())
        .doesNotContain("jackson", "io.forkyard", "Feature", "ALLOW_", "Constraints", "token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1"})
  void anotherEncodingThanUtf8IsRefused(String charset) throws Exception {
    byte[] body = "{\"target\": \"a.B\", \"name\": \"é\"}".getBytes(charset);

    Answer answer = caller.post("/v1/jobs", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/unreadable-request");
    assertThat(answer.json().path("detail").asString()).contains("not JSON in UTF-8");
    assertOurWords(answer);
  }

  @Test
  void whatNestsTooDeeplyIsRefused() throws Exception {
    String deep = "[".repeat(2000) + "]".repeat(2000);

    Answer answer = caller.post("/v1/jobs", "{\"target\": \"a.B\", \"args\": " + deep + "}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().path("detail").asString()).contains("nesting depth");
    assertOurWords(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "\"x\"", "null"})
  void whatIsNoObjectIsRefused(String body) throws Exception {
    Answer answer = caller.post("/v1/jobs", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/invalid-request");
  }
}
