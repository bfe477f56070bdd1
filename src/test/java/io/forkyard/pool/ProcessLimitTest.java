package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    processes.kill(first.id());
    processes.await(first.id(), LONG);
    ProcessStatus third = started();
    processes.kill(second.id());
    processes.kill(third.id());
  }

  private ProcessStatus started() {
    return ((Launched.Started) processes.start(WAIT, null)).process();
  }
}
