package io.forkyard.storage;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562) that grow: within a millisecond the 12 bits after the time
 * count up (method 1 of section 6.2), and a clock that goes back is not followed.
 */
public final class Ids {

  private static final int COUNTER_BITS = 12;
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 1L << 63;

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private long last; // milliseconds and counter of the id before, guarded by this

  /** Grows from the time of a clock. */
  public Ids(Clock clock) {
    this.clock = clock;
  }

  /** A new id, larger than all before. Any thread may call. */
  public UUID next() {
    long tick = tick();
    long high = (tick >>> COUNTER_BITS) << 16 | VERSION | (tick & (1 << COUNTER_BITS) - 1);
    return new UUID(high, VARIANT | random.nextLong() >>> 2);
  }

  private synchronized long tick() {
    last = Math.max(clock.millis() << COUNTER_BITS, last + 1);
    return last;
  }
}
