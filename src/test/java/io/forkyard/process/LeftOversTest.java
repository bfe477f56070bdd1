package io.forkyard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that have survived their service, as when they were stopped in that moment. */
class LeftOversTest {

  /** Says the pid of another process, which has nothing of its environment. */
  private static final String PAIR = "env -i sleep 1000 >/dev/null & echo $!; exec sleep 1000";

  @TempDir private Path dataDir;

  @Test
  void survivorIsEndedWithItsGroup() throws Exception {
    Process survivor = start("secret");
    String other = firstLine(survivor);
    ChildFolder folder = folder("secret");
    folder.note(survivor.pid());
    new ProcessBuilder("kill", "-STOP", Long.toString(survivor.pid())).start().waitFor();

    try (Nursery _ = new Nursery(dataDir)) {
      Nursery.soon(survivor.onExit());
      Nursery.gone(other);
    }
  }

  @Test
  void processThatHasItsPidByNowIsLeftAlone() throws Exception {
    Process stranger = start("other");
    String other = firstLine(stranger);
    ChildFolder folder = folder("secret");
    folder.note(stranger.pid());

    try (Nursery _ = new Nursery(dataDir)) {
      assertThat(stranger.isAlive()).isTrue();
      assertThat(ProcessHandle.of(Long.parseLong(other))).isPresent();
    } finally {
      ProcessTree.signal(new ProcessTree.Root(stranger.pid(), "other"), Signals.KILL);
    }
  }

  private static Process start(String token) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("setsid", "/bin/sh", "-c", PAIR);
    builder.environment().put(Wire.TOKEN_VARIABLE, token);
    return builder.start();
  }

  /** Of a run whose service cannot be there: the kernel has no such start time. */
  private ChildFolder folder(String token) throws IOException {
    return ChildFolder.create(
        Files.createDirectories(dataDir.resolve("run").resolve("2-1")).resolve("1"), token);
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader = process.inputReader();
    return String.valueOf(reader.readLine());
  }
}
