package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.TestData;
import io.forkyard.storage.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two packaged services that want one PostgreSQL. */
class PostgresTakeoverIT {

  private static final String STAY =
      """
      public class Stay {
        public static int until(String file) throws Exception {
          System.out.println("begun");
          while (!java.nio.file.Files.exists(java.nio.file.Path.of(file))) Thread.sleep(20);
          return 42;
        }
      }
      """;

  private final String url = TestPostgres.newDatabase();

  private RunningJar start(String folder) throws Exception {
    return RunningJar.start(
        TestData.folder(folder),
        "--spring.datasource.url=" + url,
        "--spring.datasource.username=postgres");
  }

  /** As when its machine stands still for so long that the database takes it for dead. */
  @Test
  void serviceWhoseDatabaseAnotherHasTakenEndsWithItsChildren() throws Exception {
    Path end = TestData.folder("takeover").resolve("end");
    try (RunningJar first = start("first")) {
      String again = stay(first, end, 2);
      String lost = stay(first, end, 1);
      List<ProcessHandle> children =
          first.children().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(2);
      assertThatThrownBy(() -> start("second"))
          .hasMessageContaining("APPLICATION FAILED TO START")
          .hasMessageContaining("Another Forkyard runs on this database");
      assertThat(first.get("/v1/jobs/" + again).get("state").asString()).isEqualTo("RUNNING");

      signal("-STOP", first);
      cut();
      try (RunningJar second = start("second")) {
        assertThat(second.await(lost).at("/failure/reason").asString()).isEqualTo("NODE_LOST");
        signal("-CONT", first);

        assertThat(first.exitCode()).isEqualTo(75);
        CompletableFuture.allOf(
                children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
            .get(10, TimeUnit.SECONDS);
        Files.createFile(end);
        JsonNode done = second.await(again);
        assertThat(done.get("state").asString()).as("%s", done).isEqualTo("SUCCEEDED");
        assertThat(done.get("attempt").asInt()).isEqualTo(2);
      }
    }
  }

  @Test
  void databaseThatCannotBeUsedIsToldWithoutAStackTrace() {
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

  private static String stay(RunningJar service, Path end, int attempts) throws Exception {
    String job =
        service
            .post(
                "/v1/jobs",
                Map.of(
                    "source",
                    STAY,
                    "target",
                    "Stay::until",
                    "maxAttempts",
                    attempts,
                    "args",
                    List.of(end.toString())))
            .get("id")
            .asString();
    service.open("/v1/jobs/" + job + "/output?follow=true").readNBytes(6);
    return job;
  }

  private static void signal(String signal, RunningJar service) throws Exception {
    new ProcessBuilder("kill", signal, String.valueOf(service.pid())).start().waitFor();
  }

  /** Ends all sessions of the database. */
  private void cut() throws Exception {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
  }
}
