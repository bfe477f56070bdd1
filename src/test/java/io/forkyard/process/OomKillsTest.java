package io.forkyard.process;

import static io.forkyard.process.Nursery.give;
import static io.forkyard.process.Nursery.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's word is a file here, that rises when a test says so. */
class OomKillsTest {

  @TempDir private Path folder;
  private Path counter;

  @BeforeEach
  void create() throws IOException {
    counter = folder.resolve("memory.events");
    count(3);
  }

  @Test
  void knowsARiseOfTheCounterOnly() throws IOException {
    OomKills kills = new OomKills(counter);
    assertThat(kills.justNow()).isFalse();

    count(4);

    assertThat(kills.justNow()).isTrue();
  }

  @Test
  void takesNoRiseForNewThatNobodySaw() throws IOException {
    OomKills kills = new OomKills(counter);
    count(4);

    kills.skip();

    assertThat(kills.justNow()).isFalse();
  }

  @Test
  void blamesNobodyWithoutACounter() {
    assertThat(new OomKills(folder.resolve("none")).justNow()).isFalse();
  }

  @Test
  void childWhenKilledAsTheCounterRisesWasKilledByTheKernel() throws IOException {
    assertThat(killed(true).byKernel()).isTrue();
  }

  @Test
  void childWhenKilledByAStrangerWasNot() throws IOException {
    assertThat(killed(false).byKernel()).isFalse();
  }

  private Exit killed(boolean rise) throws IOException {
    try (Nursery nursery = new Nursery(folder, Duration.ofSeconds(20), new OomKills(counter))) {
      Child child = nursery.start();
      soon(child.ready());
      give(child, "::sleep");
      count(rise ? 4 : 3);
      ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
      return soon(child.exit());
    }
  }

  private void count(int kills) throws IOException {
    Files.writeString(counter, "oom 9\noom_kill " + kills + "\n");
  }
}
