package io.forkyard.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Children that are gone are remembered for an hour, and not without end. */
class MemoriesTest {

  private static final Exit EXIT = new Exit(0, null, false, null, null, false, 0);

  @Test
  void childWhenGoneForMoreThanAnHourIsForgotten() {
    Memories memories = new Memories(10);
    Departed old = departed(Duration.ofMinutes(61));
    Departed recent = departed(Duration.ofMinutes(59));

    memories.add(old);
    memories.add(recent);

    assertThat(memories.recent()).containsExactly(recent);
  }

  @Test
  void oldestWhenThereAreTooManyIsForgotten() {
    Memories memories = new Memories(2);
    memories.add(departed(Duration.ofMinutes(3)));
    Departed second = departed(Duration.ofMinutes(2));
    Departed last = departed(Duration.ofMinutes(1));

    memories.add(second);
    memories.add(last);

    assertThat(memories.recent()).containsExactly(last, second);
  }

  @Test
  void nothingIsRememberedWhereNothingIsToBeKept() {
    Memories memories = new Memories(0);

    memories.add(departed(Duration.ZERO));

    assertThat(memories.recent()).isEmpty();
  }

  private static Departed departed(Duration ago) {
    Instant end = Instant.now().minus(ago);
    return new Departed(UUID.randomUUID(), "worker", "p", null, 4711, EXIT, end, end);
  }
}
