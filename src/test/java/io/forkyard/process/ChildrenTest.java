package io.forkyard.process;

import static io.forkyard.process.Nursery.gone;
import static io.forkyard.process.Nursery.soon;
import static io.forkyard.process.Nursery.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {

  @TempDir private Path dataDir;

  @Test
  void closeLeavesNothing() {
    Nursery nursery = new Nursery(dataDir);
    Child stubborn = nursery.start();
    value(stubborn, "::stubborn");
    String orphan = value(stubborn, "::orphan");
    Child starting = nursery.start();

    nursery.close();

    assertThat(ProcessHandle.of(stubborn.pid())).isEmpty();
    assertThat(ProcessHandle.of(starting.pid())).isEmpty();
    gone(orphan);
    assertThat(nursery.children().live()).isEmpty();
    assertThat(dataDir.resolve("run")).isEmptyDirectory();
  }

  @Test
  void closeWorksTwiceAndBeforeAnyStart() {
    Nursery nursery = new Nursery(dataDir);

    nursery.close();
    nursery.close();

    assertThatThrownBy(nursery::start).isInstanceOf(StartFailedException.class);
  }

  @Test
  void abandonTakesAllThatLiveWithTheirTreesAndNoneAfterThem() {
    try (Nursery nursery = new Nursery(dataDir)) {
      Child busy = nursery.start();
      String orphan = value(busy, "::orphan");
      Child starting = nursery.start();
      Child dead = nursery.start();
      dead.kill();
      soon(dead.treeGone());

      soon(nursery.children().abandon());

      gone(orphan);
      assertThat(List.of(busy, starting)).allMatch(Child::isAbandoned).noneMatch(Child::isAlive);
      assertThat(dead.isAbandoned()).isFalse();
      Child next = nursery.start();
      assertThat(value(next, "::hello")).isEqualTo("hello");
      assertThat(next.isAbandoned()).isFalse();
    }
  }

  @Test
  void abandonWithoutAChildOrAfterTheCloseIsDoneAtOnce() {
    Nursery nursery = new Nursery(dataDir);

    assertThat(nursery.children().abandon()).isCompleted();

    nursery.close();
    assertThat(nursery.children().abandon()).isCompleted();
  }

  @Test
  void leavesNothingOfAChildThatHasNoProcess() throws IOException {
    try (Nursery nursery = new Nursery(dataDir);
        Stream<Path> runs = Files.list(dataDir.resolve("run"))) {
      assertThatThrownBy(() -> nursery.start("-Dno=\0argument"))
          .isInstanceOf(StartFailedException.class);

      assertThat(runs.findFirst().orElseThrow().toFile().list()).containsExactly("owner");
    }
  }

  @Test
  void noChildOutlivesAServiceThatIsKilled() throws IOException {
    Process service = service();
    String[] pids = firstLine(service).split(" ", -1);
    List<ProcessHandle> children =
        List.of(pids).subList(0, 3).stream()
            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
            .toList();

    service.destroyForcibly();

    CompletableFuture.allOf(
            children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .orTimeout(3, TimeUnit.SECONDS)
        .join();
    soon(service.onExit());
    theNextServiceClears(pids[3]);
  }

  private void theNextServiceClears(String orphan) {
    try (Nursery next = new Nursery(dataDir)) {
      gone(orphan);
      assertThat(dataDir.resolve("run").toFile().list()).hasSize(2);
      assertThat(next.children().remains()).hasSize(3);
      next.children().bury();
      assertThat(dataDir.resolve("run").toFile().list()).hasSize(1);
    }
  }

  private Process service() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LoneService.class.getName(),
            dataDir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String firstLine(Process service) throws IOException {
    try (BufferedReader reader = service.inputReader()) {
      String line = reader.readLine();
      while (line != null && !line.matches("[0-9 ]+")) {
        line = reader.readLine();
      }
      return String.valueOf(line);
    }
  }
}
