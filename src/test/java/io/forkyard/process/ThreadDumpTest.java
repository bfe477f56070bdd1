package io.forkyard.process;

import static io.forkyard.process.Nursery.GRACE;
import static io.forkyard.process.Nursery.give;
import static io.forkyard.process.Nursery.soon;
import static io.forkyard.process.Nursery.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadDumpTest {

  private static final int LARGE = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path dataDir;
  private Nursery nursery;

  @BeforeEach
  void open() {
    nursery = new Nursery(dataDir);
  }

  @AfterEach
  void close() {
    nursery.close();
  }

  @Test
  void showsWhatAChildDoesThatNeverStops() {
    Child child = nursery.start();
    soon(child.ready());
    give(child, "::spin");

    String dump = "";
    while (!dump.contains("Guests.spin")) {
      dump = child.threadDump(LARGE, LONG).orElseThrow();
    }

    assertThat(dump).contains("\"main\"", "java.lang.Thread.State: RUNNABLE");
    assertThat(child.output().size(Output.Stream.STDOUT)).isZero();
    assertThat(child.output().size(Output.Stream.STDERR)).isZero();
  }

  @Test
  void isCutAtTheSizeAskedFor() {
    Child child = nursery.start();
    soon(child.ready());

    assertThat(child.threadDump(100, LONG).orElseThrow()).hasSize(100);
    assertThat(child.threadDump(LARGE, LONG).orElseThrow()).contains("\"forkyard-listener\"");
  }

  @Test
  void doesNotWaitForAStoppedChild() throws Exception {
    Child child = nursery.start();
    soon(child.ready());
    child.threadDump(LARGE, LONG).orElseThrow();
    signal("STOP", child);

    assertThat(child.threadDump(LARGE, Duration.ofMillis(100))).isEmpty();

    signal("CONT", child);
    assertThat(child.threadDump(LARGE, LONG)).isPresent();
    assertThat(value(child, "::hello")).isEqualTo("hello");
  }

  @Test
  void doesNotDisturbAChildThatWasStoppedBeforeTheFirstOne() throws Exception {
    Child child = nursery.start();
    soon(child.ready());
    signal("STOP", child);

    assertThat(child.threadDump(LARGE, LONG)).isEmpty();

    signal("CONT", child);
    assertThat(value(child, "::hello")).isEqualTo("hello");
  }

  @Test
  void leavesNoSocketBehindWhenTheChildIsKilled() {
    Child child = nursery.start();
    soon(child.ready());
    child.threadDump(LARGE, LONG).orElseThrow();
    Path socket = Path.of("/tmp/.java_pid" + child.pid());
    assertThat(socket).exists();

    child.kill();
    soon(child.exit());

    assertThat(socket).doesNotExist();
    assertThat(child.threadDump(LARGE, LONG)).isEmpty();
  }

  @Test
  void replacesADeadSocketOfTheSameNumber() throws IOException {
    Child child = nursery.start();
    soon(child.ready());
    Files.createFile(Path.of("/tmp/.java_pid" + child.pid()));

    assertThat(child.threadDump(LARGE, LONG)).isPresent();
  }

  @Test
  void asksNoChildThatIsNotUpYet() throws IOException {
    Child child = nursery.startScript(dataDir, "exec sleep 1000");

    assertThat(child.threadDump(LARGE, LONG)).isEmpty();

    assertThat(child.isAlive()).isTrue();
    child.end(GRACE);
    assertThat(soon(child.exit()).code()).isEqualTo(-15);
  }

  private static void signal(String name, Child child) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
    char wanted = name.equals("STOP") ? 'T' : 'S';
    while (OsProcess.find(child.pid()).orElseThrow().state() != wanted && wanted == 'T') {
      Thread.onSpinWait();
    }
  }
}
