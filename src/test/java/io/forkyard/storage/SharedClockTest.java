package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The time of nodes whose machines do not agree on it. */
class SharedClockTest {

  private static final Duration WRONG = Duration.ofHours(3);

  @Test
  void nodesOfOneDatabaseHaveItsTimeAndOthersTheirOwn() throws Exception {
    try (TestDatabase test = TestDatabase.open()) {
      Clock own = Clock.offset(Clock.systemUTC(), WRONG);
      SharedClock clock = new SharedClock(own);
      assertThat(Duration.between(clock.instant(), own.instant())).isLessThan(WRONG.dividedBy(2));

      clock.follow(test.database());

      Duration ahead = Duration.between(Instant.now(), clock.instant()).abs();
      boolean followed = ahead.compareTo(WRONG.dividedBy(2)) < 0;
      assertThat(followed).isEqualTo(test.database().shared());
      assertThat(clock.millis() - clock.instant().toEpochMilli()).isBetween(-60_000L, 60_000L);
    }
  }
}
