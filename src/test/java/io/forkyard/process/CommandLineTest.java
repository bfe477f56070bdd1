package io.forkyard.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  private final CommandLine commandLine =
      new CommandLine(List.of("setsid"), List.of("-cp", "child.jar"), false, Duration.ZERO);

  @Test
  void theCallersOptionsComeLastSoThatTheyWin() {
    assertThat(line("256m", "-Xmx1g", "-Dx=y"))
        .containsSubsequence("setsid", "-Xmx256m", "-Dextra=1", "-Xmx1g", "-Dx=y")
        .endsWith("-Dx=y", "-cp", "child.jar", "io.forkyard.child.Main");
  }

  @Test
  void smallHeapsHaveTheSerialCollectorUnlessAnotherIsChosen() {
    assertThat(line("1g")).contains("-XX:+UseSerialGC");
    assertThat(line("2g")).doesNotContain("-XX:+UseSerialGC");
    assertThat(line("64m", "-XX:+UseZGC")).doesNotContain("-XX:+UseSerialGC");
  }

  /** An experimental option is known only after those are unlocked. */
  @Test
  void tablesOfTheJvmBeginSmallUnlessTheCallerWantsThemLarge() {
    assertThat(line("64m", "-XX:StringTableSize=65536"))
        .containsSubsequence("-XX:StringTableSize=2048", "-XX:StringTableSize=65536")
        .containsSubsequence("-XX:+UnlockExperimentalVMOptions", "-XX:SymbolTableSize=2048");
  }

  @Test
  void aHeapIsASize() {
    assertThatThrownBy(() -> new JvmSettings("64m -XX:Foo", List.of(), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new JvmSettings("2g", List.of(), null).maxHeapBytes()).isEqualTo(2L << 30);
    assertThat(new JvmSettings("1000000", List.of(), null).maxHeapBytes()).isEqualTo(1_000_000);
  }

  @Test
  void theLimitOfSilenceIsTheOnlyArgument() {
    CommandLine limited =
        new CommandLine(List.of(), List.of("-cp", "child.jar"), false, Duration.ofSeconds(15));

    assertThat(line(limited, "1g")).endsWith("io.forkyard.child.Main", "15000");
  }

  private List<String> line(String heap, String... options) {
    return line(commandLine, heap, options);
  }

  private static List<String> line(CommandLine commandLine, String heap, String... options) {
    JvmSettings jvm = new JvmSettings(heap, List.of(options), null);
    ChildFolder folder = new ChildFolder(Path.of("/run/1"));
    return commandLine.of(new ChildSpec("worker", null, jvm, List.of("-Dextra=1")), folder, null);
  }
}
