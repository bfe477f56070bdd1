package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The character that a text of PostgreSQL cannot hold: refused where it names, kept where not. */
class NulHttpTest extends ServiceTest {

  /** As it stands in JSON. */
  private static final String NUL = "\\u0000";

  @LocalServerPort private int port;
  private Caller caller;

  @BeforeEach
  void call() {
    caller = new Caller(port);
  }

  @Test
  void tokensWithOneAreRefused() throws Exception {
    caller.put("/v1/queues/nul", "{}");
    caller.put("/v1/locks/nul", "{}");
    String token = "{\"token\": \"a" + NUL + "b\"}";
    for (String path :
        new String[] {
          "queues/nul/ack", "queues/nul/nack", "queues/nul/extend",
          "locks/nul/acquire", "locks/nul/renew", "locks/nul/release"
        }) {
      assertRefused(caller.post("/v1/" + path, token), "token");
    }
  }

  @Test
  void filtersAndPathsWithOneAreRefused() throws Exception {
    for (String list : new String[] {"jobs?name=", "jobs?pool=", "maps?name=", "processes?pool="}) {
      String name = list.substring(list.indexOf('?') + 1, list.length() - 1);
      assertRefused(caller.get("/v1/" + list + "%00"), name);
    }
    for (String path : new String[] {"queues/", "locks/", "semaphores/", "events/", "pools/"}) {
      assertThat(caller.get("/v1/" + path + "a%00").status()).as(path).isEqualTo(400);
    }
    assertRefused(caller.get("/v1/queues?cursor=" + Cursor.write("a\0")), "cursor");
  }

  @Test
  void namesAndSourcesWithOneAreRefused() throws Exception {
    String job = "{\"target\": \"A::b\", \"%s\": \"%s\"}";
    for (String field : new String[] {"name", "source", "pool", "target"}) {
      for (String path : new String[] {"jobs", "maps"}) {
        String body = job.formatted(field, "a" + NUL);
        Answer answer = caller.post("/v1/" + path, body);
        assertThat(answer.status()).as("%s of %s: %s", field, path, answer.text()).isLessThan(500);
      }
    }
    assertRefused(caller.post("/v1/jobs", job.formatted("source", "class A {}" + NUL)), "source");
    assertRefused(
        caller.post("/v1/processes", job.formatted("source", "class A {}" + NUL)), "source");
  }

  @Test
  void resultAndOutputKeepThem() throws Exception {
    JsonNode job =
        run(
            "static String b(String given) {"
                + " System.out.print((char) 0); System.err.print((char) 0);"
                + " return given + (char) 0; }",
            "[\"x" + NUL + "\"]");

    assertThat(job.get("result").asString()).as("%s", job).isEqualTo("x\0\0");
    String output = "/v1/jobs/" + job.get("id").asString() + "/output";
    assertThat(caller.get(output).text()).isEqualTo("\0");
    assertThat(caller.get(output + "?stream=stderr").text()).isEqualTo("\0");
  }

  @Test
  void failureKeepsThem() throws Exception {
    JsonNode thrown =
        run("static void b() { throw new IllegalStateException(\"a\" + (char) 0); }", "[]");
    assertThat(thrown.at("/failure/message").asString()).as("%s", thrown).contains("a\0");
    assertThat(thrown.at("/failure/stackTrace").asString()).contains("a\0");

    JsonNode died =
        run(
            "static void b() { System.err.println(\"last\" + (char) 0);"
                + " Runtime.getRuntime().halt(3); }",
            "[]");
    assertThat(died.at("/failure/reason").asString()).as("%s", died).isEqualTo("EXITED");
    assertThat(died.at("/failure/lastOutput").toString()).contains("last" + NUL);
  }

  @Test
  void itemsOfQueuesAndMapsKeepThem() throws Exception {
    caller.put("/v1/queues/kept", "{}");
    caller.post("/v1/queues/kept/put", "\"a" + NUL + "\"");
    assertThat(caller.post("/v1/queues/kept/get").json().asString()).isEqualTo("a\0");
    JsonNode map =
        caller
            .post(
                "/v1/maps?wait=60",
                "{\"target\": \"A::b\", \"items\": [\"a"
                    + NUL
                    + "\"], \"source\": \"class A { static String b(String s) { return s; } }\"}")
            .json();
    assertThat(map.get("state").asString()).as("%s", map).isEqualTo("SUCCEEDED");
    assertThat(map.get("results").get(0).asString()).isEqualTo("a\0");
  }

  @Test
  void namesFromJobsWithOneAreRefused() throws Exception {
    JsonNode job =
        run(
            "static String b() { try { io.forkyard.api.Forkyard.event(\"a\" + (char) 0);"
                + " return \"taken\"; } catch (IllegalArgumentException e) { return \"refused\"; } }",
            "[]");
    assertThat(job.get("result").asString()).as("%s", job).isEqualTo("refused");
  }

  private JsonNode run(String method, String args) throws Exception {
    String source = "class A { " + method.replace("\"", "\\\"") + " }";
    return caller
        .post(
            "/v1/jobs?wait=60",
            "{\"target\": \"A::b\", \"args\": " + args + ", \"source\": \"" + source + "\"}")
        .json();
  }

  private static void assertRefused(Answer answer, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().get("field").asString()).isEqualTo(field);
  }
}
