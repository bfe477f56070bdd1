package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is left of maps when the service ends, in either way. */
class MapRestartIT {

  /** Notes its items in a file; the one with the number 2 waits for another file. */
  private static final String NOTING =
      """
      import java.nio.file.*;
      public class Noting {
        public static int note(int x, String file) throws Exception {
          Files.writeString(
              Path.of(file), x + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          if (x == 2 && !Files.exists(Path.of(file + ".open"))) {
            new java.util.concurrent.CountDownLatch(1).await();
          }
          return x;
        }
      }
      """;

  /** After a kill the item that ran has lost an attempt, after a stop it has not. */
  @ParameterizedTest
  @CsvSource({"true, 2", "false, 1"})
  void itemsOfAMapThatWereDoneDoNotRunAgain(boolean killed, int maxAttempts) throws Exception {
    Path data = TestData.folder("mapped");
    Path notes = data.resolveSibling(data.getFileName() + ".notes");
    String map;
    try (RunningJar service = RunningJar.start(data)) {
      Map<String, Object> request =
          Map.of(
              "source",
              NOTING,
              "target",
              "Noting::note",
              "items",
              List.of(0, 1, 2, 3, 4),
              "kwargs",
              Map.of("file", notes.toString()),
              "chunkSize",
              5,
              "maxAttempts",
              maxAttempts);
      map = "/v1/maps/" + service.post("/v1/maps", request).get("id").asString();
      try (BufferedReader results =
          new BufferedReader(new InputStreamReader(service.open(map + "/results"), UTF_8))) {
        String line = "";
        while (!line.startsWith("{\"index\":1,")) {
          line = results.readLine();
        }
      }
      if (killed) {
        service.kill();
      } else {
        assertThat(service.stop()).isTrue();
      }
    }
    Files.createFile(Path.of(notes + ".open"));
    try (RunningJar service = RunningJar.start(data)) {
      JsonNode ended = service.get(map + "?wait=60");
      assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("SUCCEEDED");
      assertThat(ended.get("results").toString()).isEqualTo("[0,1,2,3,4]");
    }
    assertThat(Files.readAllLines(notes)).filteredOn(x -> x.matches("[01]")).hasSize(2);
  }
}
