package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The life of a pool as a caller leads it. */
class PoolLifeHttpTest extends ServiceTest {

  private static final String SMALL =
      "{\"size\": 1, \"spares\": 1, \"jvm\": {\"maxHeap\": \"64m\"}}";

  private final Caller caller;

  PoolLifeHttpTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shut", "default"})
  void aClosedPoolTakesNoJobsUntilItIsJoinedAndPut(String name) throws Exception {
    String pool = "/v1/pools/" + name;
    caller.put(pool, SMALL);

    Answer early = caller.post(pool + "/join");
    assertProblem(early, 409, "pool-running");
    assertThat(early.json().path("exception").asString()).isEqualTo("ValueError");

    Answer closed = caller.post(pool + "/close");
    assertThat(closed.status()).isEqualTo(200);
    assertThat(closed.json().path("state").asString()).isEqualTo("CLOSED");
    Answer refused = caller.post("/v1/jobs", "{\"target\": \"a.B\", \"pool\": \"" + name + "\"}");
    assertProblem(refused, 409, "pool-closed");
    assertThat(refused.json().path("exception").asString()).isEqualTo("ValueError");
    assertThat(refused.json().path("detail").asString()).contains(name);
    assertProblem(caller.put(pool, SMALL), 409, "pool-closed");
    assertProblem(caller.post(pool + "/pause"), 409, "pool-closed");
    assertProblem(caller.post(pool + "/resume"), 409, "pool-closed");

    Answer joined = caller.post(pool + "/join?wait=60");
    assertThat(joined.status()).isEqualTo(200);
    assertThat(joined.json().path("workers")).isEmpty();
    assertThat(caller.get(pool).json().path("state").asString()).isEqualTo("CLOSED");

    Answer anew = caller.put(pool, SMALL);
    assertThat(anew.status()).isEqualTo(200);
    assertThat(anew.json().path("state").asString()).isEqualTo("RUNNING");
    assertThat(anew.json().path("workers")).hasSize(1);
  }

  @Test
  void aTerminatedPoolHasStoppedItsJobs() throws Exception {
    caller.put("/v1/pools/ended", SMALL);
    String job = "{\"target\": \"io.forkyard.fixture.Endings::forever\", \"pool\": \"ended\"}";
    String running = caller.post("/v1/jobs", job).header("Location");
    String waiting = caller.post("/v1/jobs", job).header("Location");

    Answer terminated = caller.post("/v1/pools/ended/terminate?grace=0.2");

    assertThat(terminated.status()).isEqualTo(200);
    assertThat(terminated.json().path("state").asString()).isEqualTo("TERMINATED");
    assertThat(terminated.json().path("pending").asInt()).isZero();
    assertThat(caller.get(waiting).json().path("state").asString()).isEqualTo("CANCELLED");
    assertThat(caller.get(running + "?wait=60").json().path("state").asString())
        .isEqualTo("CANCELLED");
    assertThat(caller.post("/v1/pools/ended/join?wait=60").json().path("workers")).isEmpty();
    assertThat(actuator("ended")).isEqualTo("TERMINATED");
    assertThat(caller.delete("/v1/pools/ended").status()).isEqualTo(204);
  }

  @Test
  void aPausedPoolSaysSoEverywhere() throws Exception {
    caller.put("/v1/pools/still", SMALL);

    assertThat(caller.post("/v1/pools/still/pause").json().path("state").asString())
        .isEqualTo("PAUSED");

    assertThat(caller.get("/v1/pools/still").json().path("state").asString()).isEqualTo("PAUSED");
    assertThat(caller.get("/v1/pools").text()).contains("PAUSED");
    assertThat(actuator("still")).isEqualTo("PAUSED");
    assertThat(caller.post("/v1/pools/still/resume").json().path("state").asString())
        .isEqualTo("RUNNING");
    assertThat(caller.delete("/v1/pools/still").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "terminate", "join", "pause", "resume"})
  void whatIsDoneToNoPoolIsA404(String verb) throws Exception {
    assertThat(caller.post("/v1/pools/nobody/" + verb).status()).isEqualTo(404);
    assertThat(caller.get("/v1/pools/nobody/" + verb).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "terminate?grace=-1, grace",
    "terminate?grace=3601, grace",
    "terminate?wait=1, wait",
    "join?wait=x, wait",
    "close?grace=1, grace"
  })
  void parametersAreChecked(String call, String field) throws Exception {
    Answer answer = caller.post("/v1/pools/default/" + call);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  private String actuator(String name) throws Exception {
    return caller
        .get("/actuator/pools")
        .json()
        .path("pools")
        .valueStream()
        .filter(pool -> pool.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow()
        .path("state")
        .asString();
  }

  private static void assertProblem(Answer answer, int status, String slug) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("type").asString()).isEqualTo("/problems/" + slug);
  }
}
