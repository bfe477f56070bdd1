package io.forkyard.child;

import static io.forkyard.child.ChildJvm.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.Message;
import io.forkyard.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Children whose service says nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PulseWatchTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  @TempDir Path folder;
  @TempDir Path other;

  @BeforeEach
  void compile() {
    Code.compile(
        folder,
        """
        public class Job {
          public static int f() { return 1; }
          public static void spin() throws Exception {
            Process sleep = new ProcessBuilder("sleep", "1000").start();
            System.out.println(sleep.pid());
            while (true) { Thread.onSpinWait(); }
          }
          public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
              while (!new java.io.File(args[0]).exists()) { Thread.onSpinWait(); }
            }));
            System.exit(3);
          }
        }
        """);
  }

  @Test
  void idleChildTellsThatItIsAloneAndEnds() throws Exception {
    try (ChildJvm child = ChildJvm.startWithin(LIMIT, folder)) {
      assertThat(child.read()).isEqualTo(new Message.Alone());
      assertThat(child.exitCode()).isEqualTo(Wire.ALONE);
      assertThat(child.stderr())
          .isEqualTo("Forkyard ended this process: its service had said nothing for 2000 ms.\n");
    }
  }

  @Test
  void childInAnEndlessLoopEndsWithWhatItHasStarted() throws Exception {
    try (ChildJvm child = ChildJvm.startWithin(LIMIT, folder)) {
      child.send(task("Job::spin", "[]", folder.toString()));

      assertThat(child.read()).isEqualTo(new Message.Alone());
      assertThat(child.exitCode()).isEqualTo(Wire.ALONE);
      ProcessHandle.of(Long.parseLong(child.stdout().strip()))
          .ifPresent(sleep -> sleep.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }
  }

  /** It is the service that has to be silent, not the child that has to be quick. */
  @Test
  void childThatWasPausedItselfReadsFirstWhatHasCome() throws Exception {
    try (ChildJvm child = ChildJvm.startWithin(LIMIT, folder)) {
      child.signal("STOP");
      child.send(new Message.Pulse());
      awaitTheLimit();
      child.signal("CONT");

      child.send(task("Job::f", "[]", folder.toString()));

      assertThat(child.answer()).isEqualTo("1");
    }
  }

  /** Its hooks may take their time, and its exit code is its own. */
  @Test
  void childThatIsLeavingInGoodOrderIsLeftInPeace() throws Exception {
    Path end = folder.resolve("end");
    try (ChildJvm child = ChildJvm.startWithin(LIMIT, folder)) {
      child.send(task("Job", "[\"" + end + "\"]", folder.toString()));
      assertThat(child.read()).isInstanceOf(Message.Program.class);
      assertThat(child.read()).isInstanceOf(Message.Exiting.class);
      child.send(new Message.Bye());
      awaitTheLimit();

      Files.createFile(end);

      assertThat(child.exitCode()).isEqualTo(3);
    }
  }

  /** As long as another child takes that starts now. */
  private void awaitTheLimit() throws Exception {
    try (ChildJvm clock = ChildJvm.startWithin(LIMIT, other)) {
      assertThat(clock.exitCode()).isEqualTo(Wire.ALONE);
    }
  }
}
