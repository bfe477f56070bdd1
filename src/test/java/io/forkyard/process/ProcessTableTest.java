package io.forkyard.process;

import static io.forkyard.process.Nursery.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {

  @TempDir private Path dataDir;

  @Test
  void tellsTheLiveStateOfAChild() {
    try (Nursery nursery = new Nursery(dataDir)) {
      Child child = nursery.start();
      soon(child.ready());

      OsStatus status = ProcessTable.look(child.pid()).orElseThrow();

      assertThat(status.pid()).isEqualTo(child.pid());
      assertThat(status.ppid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(status.state()).isIn(OsState.RUNNING, OsState.SLEEPING);
      assertThat(status.startedAt()).isCloseTo(child.startedAt(), within(1, ChronoUnit.SECONDS));
      assertThat(status.residentBytes()).isGreaterThan(1 << 20);
      assertThat(status.cpuSeconds()).isBetween(0.0, 20.0);
    }
  }

  @Test
  void knowsNothingOfAProcessThatIsGone() {
    try (Nursery nursery = new Nursery(dataDir)) {
      Child child = nursery.start();
      child.kill();
      soon(child.exit());

      assertThat(ProcessTable.look(child.pid())).isEmpty();
    }
  }
}
