package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What is left on the machine when the service was killed: what jobs had printed, and processes.
 */
class SurvivorIT {

  /** Its first attempt leaves a process in a session of its own; the second looks for it. */
  private static final String HALF_DONE =
      """
      import io.forkyard.api.Forkyard;
      import java.nio.file.*;

      public class HalfDone {
        public static String work(String note) throws Exception {
          if (Forkyard.attempt() > 1) {
            String pid = Files.readString(Path.of(note)).strip();
            System.out.println("again");
            return "survivor " + lives(pid);
          }
          Process shell =
              new ProcessBuilder(
                      "/bin/sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & echo $! > " + note)
                  .start();
          shell.waitFor();
          System.err.println("Übel");
          System.out.println("half");
          new java.util.concurrent.CountDownLatch(1).await();
          return "";
        }

        /** One that has ended may still wait to be forgotten, without a command line. */
        private static boolean lives(String pid) throws Exception {
          Path command = Path.of("/proc", pid, "cmdline");
          return Files.exists(command) && Files.readAllBytes(command).length > 0;
        }
      }
      """;

  @Test
  void outputIsKeptUpToWhereItCameAndSurvivorsAreGoneBeforeTheNextAttempt() throws Exception {
    Path data = TestData.folder("half");
    Path note = TestData.folder("notes").resolve("pid");
    String again;
    String lost;
    String process;
    try (RunningJar service = RunningJar.start(data)) {
      again = half(service, "jobs", note, 2);
      lost = half(service, "jobs", note.resolveSibling("other"), 1);
      process = half(service, "processes", note.resolveSibling("third"), 1);
      service.kill();
      Path survivor = Path.of("/proc", Files.readString(note).strip(), "cmdline");
      assertThat(Files.readAllBytes(survivor)).asString().startsWith("sleep");
    }
    try (RunningJar service = RunningJar.start(data)) {
      JsonNode job = service.await(again);
      assertThat(job.get("result").asString()).isEqualTo("survivor false");
      assertThat(job.get("attempt").asInt()).isEqualTo(2);
      assertLost(job.at("/attempts/0/failure"));
      String output = "/v1/jobs/" + again + "/output";
      assertThat(service.text(output + "?attempt=1")).isEqualTo("half\n");
      assertThat(service.text(output + "?attempt=1&stream=stderr")).isEqualTo("Übel\n");
      assertThat(service.text(output)).isEqualTo("again\n");
      assertLost(service.await(lost).get("failure"));
      assertThat(service.text("/v1/jobs/" + lost + "/output")).isEqualTo("half\n");
      assertLost(service.get("/v1/processes/" + process).get("failure"));
      assertThat(service.text("/v1/processes/" + process + "/output")).isEqualTo("half\n");
      assertThat(data.resolve("run").toFile().list()).hasSize(1);
    }
  }

  private static void assertLost(JsonNode failure) {
    assertThat(failure.get("reason").asString()).isEqualTo("NODE_LOST");
    assertThat(failure.get("lastOutput").asString()).isEqualTo("half\nÜbel\n");
  }

  /** Starts it; returns when it has said all that it will say. */
  private static String half(RunningJar service, String what, Path note, int attempts)
      throws Exception {
    Map<String, Object> common =
        Map.of("source", HALF_DONE, "target", "HalfDone::work", "args", List.of(note.toString()));
    Map<String, Object> body = new HashMap<>(common);
    if (attempts > 1) {
      body.put("maxAttempts", attempts);
    }
    String id = service.post("/v1/" + what, body).get("id").asString();
    while (!service.text("/v1/" + what + "/" + id + "/output").equals("half\n")) {
      Thread.onSpinWait();
    }
    return id;
  }
}
