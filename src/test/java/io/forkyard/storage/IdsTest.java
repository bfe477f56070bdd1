package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

  @Test
  void idIsOfVersionSevenAndHoldsTheTime() {
    UUID id = new Ids(Clock.fixed(NOW, ZoneOffset.UTC)).next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void idsGrowWithinOneMillisecondAndBeyondTheCounter() {
    Ids ids = new Ids(Clock.fixed(NOW, ZoneOffset.UTC));

    String last = "";
    for (int i = 0; i < 10_000; i++) {
      String next = ids.next().toString();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }
}
