package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which failed starts are the trouble of a pool. */
class StartTroublesTest {

  private static final String KIND = "--add-opens=no.such/thing=ALL-UNNAMED";
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final StartTroubles troubles = new StartTroubles();

  @Test
  void poolIsInTroubleUntilAPlainWorkerStarts() {
    troubles.failed(Crew.PLAIN, "no memory", NOW);
    troubles.started(KIND);
    assertThat(troubles.message()).isEqualTo("no memory");

    troubles.started(Crew.PLAIN);
    assertThat(troubles.message()).isNull();
  }

  @Test
  void optionsOfAJarAreTheTroubleOfItsJobsOnly() {
    for (int i = 0; i < 3; i++) {
      troubles.failed(KIND, "no such module", NOW);
    }

    assertThat(troubles.message()).isNull();
    assertThat(troubles.hopeless(KIND)).isTrue();
    assertThat(troubles.hopeless(Crew.PLAIN)).isFalse();
  }
}
