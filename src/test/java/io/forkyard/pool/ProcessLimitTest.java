package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** How many processes there may be. */
@TestPropertySource(properties = "forkyard.max-processes=2")
class ProcessLimitTest extends PoolsTest {

  private static final NewProcess WAIT =
      new NewProcess(
          "io.forkyard.fixture.Endings::waiting",
          "[]",
          "{}",
          null,
          null,
          List.of(),
          null,
          "64m",
          List.of(),
          null);

  @Autowired private Processes processes;

  @Test
  void processWhenAsManyLiveAsMayIsRefusedUntilOneEnds() {
    ProcessStatus first = started();
    ProcessStatus second = started();

    assertThat(processes.start(WAIT, null)).isEqualTo(new Launched.TooMany(2));

    end(first);
    ProcessStatus third = started();
    end(second);
    end(third);
  }

  /** The next test needs its place, too. */
  private void end(ProcessStatus process) {
    processes.kill(process.id());
    assertThat(processes.await(process.id(), LONG).orElseThrow().state().alive()).isFalse();
  }

  @Test
  void processesAndPoolsShareThePlaces() {
    ProcessStatus first = started();
    pools.put("shared", settings(2));
    UUID running = submit(waiting());
    awaitState(running, JobState.RUNNING);

    assertThat(processes.start(WAIT, null)).isEqualTo(new Launched.TooMany(2));
    UUID next = submit(waiting());
    assertThat(jobs.find(next).orElseThrow().state()).isEqualTo(JobState.PENDING);

    processes.kill(first.id());
    awaitState(next, JobState.RUNNING);
    pools.kill(running);
    pools.kill(next);
    await(running);
    await(next);
  }

  @Test
  void poolsThatGaveUpTheirSparesHaveThemAgainWhenThereIsRoom() {
    pools.put("warm", withSpares(settings(2), 2));
    List<ProcessStatus> started = List.of(started(), started());
    assertThat(pools.find("warm").orElseThrow().workers()).isEmpty();

    started.forEach(process -> processes.kill(process.id()));

    signal.await("nothing", LONG, Duration.ofMillis(5), this::spares, spares -> spares == 2);
    assertThat(spares()).isEqualTo(2);
    assertThat(pools.delete("warm")).isEqualTo(Pools.Deletion.DONE);
  }

  private long spares() {
    return processes.live().stream().filter(child -> child.pool() != null).count();
  }

  private Wanted waiting() {
    return job("io.forkyard.fixture.Endings::waiting", "[]").in("shared");
  }

  private ProcessStatus started() {
    return ((Launched.Started) processes.start(WAIT, null)).process();
  }
}
