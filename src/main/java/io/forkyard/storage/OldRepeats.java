package io.forkyard.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Marks of requests, which have a time of their own. Some leave with each new one too. */
record OldRepeats(RepeatStore store, Clock clock, Duration kept) implements Retained {

  private static final int BATCH = 500;

  @Override
  public String name() {
    return "idempotency keys";
  }

  @Override
  public void prune(Instant before, BooleanSupplier going) {
    Instant since = clock.instant().minus(kept);
    while (going.getAsBoolean() && store.expire(since, BATCH) == BATCH) {}
  }
}
