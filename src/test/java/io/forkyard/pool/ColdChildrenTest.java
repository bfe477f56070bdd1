package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.wire.Message;
import io.forkyard.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child hears first: its task, where one waits, and else that it may warm up. */
class ColdChildrenTest extends PoolsTest {

  /** Says who it is, notes the type of the first frame that it hears, and goes. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      printf '\\000\\000\\000\\051\\001\\000\\000\\000\\%03o\\000\\000\\000\\040%%s' \
        "$FORKYARD_CHILD_TOKEN" >&4
      head -c 5 <&3 | tail -c 1 | od -An -tu1 >> %s
      exit 3
      """;

  @TempDir private Path home;

  @Test
  void jobThatWaitsForItsChildIsGivenToItCold() throws IOException {
    pools.put("cold", scripted(settings(1)));

    Job job = run(job("T::m", "[]").in("cold"));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.process().exitCode()).isEqualTo(3);
    assertThat(heard()).containsExactly(Message.TASK);
    assertThat(pools.delete("cold")).isEqualTo(Pools.Deletion.DONE);
  }

  @Test
  void spareThatEndsWhileItWarmsUpIsAStartThatFailed() throws IOException {
    pools.put("spare", scripted(withSpares(settings(1), 1)));

    String trouble =
        signal.await(
            "trouble",
            LONG,
            Duration.ofMillis(20),
            () -> pools.find("spare").orElseThrow().trouble(),
            said -> said != null);

    assertThat(trouble).contains("ended with exit code 3 while it warmed up");
    assertThat(heard()).containsOnly(Message.WARM_UP);
    assertThat(pools.delete("spare")).isEqualTo(Pools.Deletion.DONE);
  }

  private PoolSettings scripted(PoolSettings settings) throws IOException {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, SCRIPT.formatted(Wire.VERSION, home.resolve("heard")));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return new PoolSettings(
        settings.size(),
        settings.maxTasksPerChild(),
        settings.spares(),
        Duration.ZERO,
        settings.maxPending(),
        null,
        settings.maxHeap(),
        List.of(),
        home.toString(),
        null,
        PoolScope.NODE);
  }

  private List<Byte> heard() throws IOException {
    return Files.readAllLines(home.resolve("heard")).stream()
        .map(line -> Byte.valueOf(line.strip()))
        .toList();
  }
}
