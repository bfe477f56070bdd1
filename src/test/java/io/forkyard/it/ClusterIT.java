package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.TestData;
import io.forkyard.storage.TestPostgres;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Three packaged services on one PostgreSQL. */
class ClusterIT {

  /** Notes that it runs, and ends when it is told to. */
  private static final String NOTING =
      """
      import java.nio.file.*;
      public class Noting {
        public static int run(String runs, String end) throws Exception {
          Files.writeString(
              Path.of(runs), "run\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          System.out.println("begun");
          while (!Files.exists(Path.of(end))) Thread.sleep(20);
          return 42;
        }
      }
      """;

  private static MortalNodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = new MortalNodes(TestData.folder("nodes"));
  }

  @AfterAll
  static void stop() throws Exception {
    nodes.close();
  }

  /** Whatever became of the test. */
  @AfterEach
  void heal() throws Exception {
    for (int n = 0; n < 3; n++) {
      nodes.node(n).signal("-CONT");
      nodes.node(n).link().mend();
    }
  }

  /** A job that notes each of its runs. */
  private record Noting(Path runs, Path end) {

    static Noting in(String folder) {
      Path path = TestData.folder(folder);
      return new Noting(path.resolve("runs"), path.resolve("end"));
    }

    /** Its id, when it runs. */
    String submit(RunningJar service, int attempts) throws Exception {
      Map<String, Object> job =
          Map.of(
              "source",
              NOTING,
              "target",
              "Noting::run",
              "maxAttempts",
              attempts,
              "args",
              List.of(runs.toString(), end.toString()));
      String id = service.post("/v1/jobs", job).get("id").asString();
      try (InputStream output = service.open("/v1/jobs/" + id + "/output?follow=true")) {
        assertThat(output.readNBytes(6)).asString(UTF_8).isEqualTo("begun\n");
      }
      return id;
    }

    int count() throws Exception {
      return Files.readAllLines(runs).size();
    }
  }

  /** The node that runs a job. */
  private static MortalNode runner(JsonNode job) {
    String name = job.at("/process/node").asString();
    return nodes.node(name.charAt(name.length() - 1) - '0');
  }

  private static RunningJar other(MortalNode node) {
    return (node == nodes.node(0) ? nodes.node(1) : nodes.node(0)).jar();
  }

  @Test
  void nodeThatStandsStillLosesItsJobsWhenItsChildrenAreGoneAndDoublesNothing() throws Exception {
    Noting lost = Noting.in("still-lost");
    Noting again = Noting.in("still-again");
    String lostId = lost.submit(nodes.jar(), 1);
    JsonNode job = nodes.jar().get("/v1/jobs/" + lostId);
    MortalNode node = runner(job);
    RunningJar other = other(node);
    String againId = again.submit(nodes.jar(), 20);
    String process = process(node.jar(), again);

    node.signal("-STOP");
    JsonNode waited = other.get("/v1/processes/" + process + "?wait=60");
    JsonNode end = other.await(lostId);

    assertThat(waited.get("state").asString()).as("%s", waited).isEqualTo("LOST");

    assertThat(end.at("/failure/reason").asString()).as("%s", end).isEqualTo("NODE_LOST");
    assertThat(MortalNode.lives(job.at("/process/pid").asLong())).isFalse();
    node.signal("-CONT");
    node.awaitBack();
    Files.createFile(again.end());
    JsonNode done = other.await(againId);
    assertThat(done.get("result").asInt()).as("%s", done).isEqualTo(42);
    assertThat(again.count()).isEqualTo(done.get("attempt").asInt());
    assertThat(lost.count()).isOne();
    assertThat(withoutExitCode(other.get("/v1/jobs/" + lostId))).isEqualTo(withoutExitCode(end));
    serves(node);
  }

  /** All of a job but what its node can add only when it is back: the code of its child. */
  private static JsonNode withoutExitCode(JsonNode job) {
    ObjectNode left = (ObjectNode) job.deepCopy();
    left.withObject("/process").remove("exitCode");
    left.withObject("/failure").remove("exitCode");
    return left;
  }

  private static String process(RunningJar service, Noting noting) throws Exception {
    Map<String, Object> process =
        Map.of(
            "source",
            NOTING,
            "target",
            "Noting::run",
            "args",
            List.of(noting.runs() + ".process", noting.end().toString()));
    return service.post("/v1/processes", process).get("id").asString();
  }

  @Test
  void nodeThatIsCutOffTakesNothingEndsItsChildrenAndComesBack() throws Exception {
    Noting noting = Noting.in("cut");
    String id = noting.submit(nodes.jar(), 20);
    JsonNode job = nodes.jar().get("/v1/jobs/" + id);
    MortalNode node = runner(job);
    RunningJar other = other(node);

    node.link().cut();
    assertThat(
            node.jar()
                .answer("POST", "/v1/jobs", "{\"target\": \"io.forkyard.examples.Hello\"}")
                .statusCode())
        .isEqualTo(503);
    node.awaitGivenUp();
    assertThat(MortalNode.lives(job.at("/process/pid").asLong())).isFalse();
    Files.createFile(noting.end());
    JsonNode done = other.await(id);
    assertThat(done.get("result").asInt()).as("%s", done).isEqualTo(42);
    assertThat(noting.count()).isEqualTo(2);

    node.link().mend();
    node.awaitBack();
    serves(node);
  }

  private static void serves(MortalNode node) throws Exception {
    JsonNode done =
        node.jar().post("/v1/jobs?wait=60", Map.of("target", "io.forkyard.examples.Hello"));
    assertThat(done.get("state").asString()).as("%s", done).isEqualTo("SUCCEEDED");
  }

  @Test
  void databaseThatCannotBeUsedIsToldWithoutAStackTrace() {
    String url = TestPostgres.newDatabase();
    assertThatThrownBy(() -> refused("jdbc:mysql://localhost/forkyard"))
        .hasMessageContaining("spring.datasource.url is not the address of a PostgreSQL")
        .hasMessageContaining("jdbc:postgresql://HOST/DATABASE")
        .hasMessageNotContaining("\tat ");
    assertThatThrownBy(() -> refused("jdbc:postgresql://localhost:1/forkyard"))
        .hasMessageContaining("cannot be used: Connection to localhost:1 refused")
        .hasMessageContaining("See that it runs")
        .hasMessageNotContaining("\tat ");
    assertThatThrownBy(() -> refused(url.replace("?", "_none?")))
        .hasMessageContaining("does not exist")
        .hasMessageNotContaining("\tat ");
  }

  private static RunningJar refused(String url) throws Exception {
    return RunningJar.start(TestData.folder("refused"), "--spring.datasource.url=" + url);
  }
}
