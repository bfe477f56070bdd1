package io.forkyard.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs are shortened ones of JDK 25. */
class AutopsyTest {

  @TempDir private Path root;

  @Test
  void theStatisticsOfTheCompilerAreNoReasonOfAnEnd() throws IOException {
    ChildFolder folder =
        logged(
            """
            <hotspot_log version='160 1'>
            <tty>
            <writer thread='32174'/>
            <statistics type='deoptimization'>
            Deoptimization traps recorded:
                 4 (100.0%) total
                           constraint/none/nop: 2 (50.0%)
            </statistics>
            <tty_done stamp='0.145'/>
            </tty>
            </hotspot_log>
            """);

    Exit exit = Autopsy.of(9, true, false, folder, 0);

    assertThat(exit.code()).isEqualTo(9);
    assertThat(exit.jvmMessage()).isNull();
  }

  @Test
  void theLastWordsOfTheJvmAre() throws IOException {
    ChildFolder folder =
        logged(
            """
            <hotspot_log version='160 1'>
            <tty>
            <writer thread='32195'/>
            Terminating due to java.lang.OutOfMemoryError: Java heap space
            """);

    Exit exit = Autopsy.of(3, false, false, folder, 0);

    assertThat(exit.outOfMemory()).isTrue();
    assertThat(exit.jvmMessage())
        .isEqualTo("Terminating due to java.lang.OutOfMemoryError: Java heap space");
  }

  private ChildFolder logged(String log) throws IOException {
    ChildFolder folder = ChildFolder.create(root.resolve("child"), "token");
    Files.writeString(folder.jvmLog(), log);
    return folder;
  }
}
