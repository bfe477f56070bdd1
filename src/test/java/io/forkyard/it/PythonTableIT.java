package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.PostBox;
import io.forkyard.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs each row of the README's table from Python's multiprocessing against the packaged service.
 */
class PythonTableIT {

  /** What a row promises. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  private static PostBox box;
  private static RunningJar service;
  private static final Map<String, Check> CHECKS = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    box = PostBox.open();
    service =
        RunningJar.start(
            TestData.folder("table"),
            "--forkyard.callbacks.allow=" + box.url("/"),
            "--forkyard.callbacks.secret=a secret for the tests",
            "--forkyard.max-processes=24");
    CHECKS.putAll(new PoolRows(service, box).checks());
    CHECKS.putAll(new MapRows(service).checks());
    CHECKS.putAll(new ProcessRows(service).checks());
    CHECKS.putAll(new QueueRows(service).checks());
    CHECKS.putAll(new LockRows(service).checks());
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    box.close();
  }

  /** The left cells of the table. */
  static List<String> rows() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    String table = page.substring(page.indexOf("| Python | Forkyard |"));
    return table
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> line.substring(2, line.indexOf(" | ")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowHolds(String python) throws Exception {
    assertThat(CHECKS).as("a row that nothing runs").containsKey(python);
    CHECKS.get(python).run();
  }

  @Test
  void everyCheckHasItsRow() throws Exception {
    assertThat(rows()).containsAll(CHECKS.keySet());
  }
}
