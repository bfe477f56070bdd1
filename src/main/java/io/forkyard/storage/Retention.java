package io.forkyard.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the database from growing for ever: what has been over for long is removed. */
final class Retention {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final List<Retained> kinds;
  private final ChangeSignal signal;
  private final Clock clock;
  private final Duration kept;

  /**
   * Does nothing yet.
   *
   * @param kept how long after its end; 0 is for ever
   */
  Retention(List<Retained> kinds, ChangeSignal signal, Clock clock, Duration kept) {
    this.kinds = kinds;
    this.signal = signal;
    this.clock = clock;
    this.kept = kept;
  }

  /** Begins, on a thread of its own until the service stops. */
  void start() {
    Thread.ofVirtual().name("retention").start(this::run);
  }

  private void run() {
    while (!signal.closed()) {
      prune();
      signal.await(ChangeSignal.HERE + "retention", PAUSE, () -> false, enough -> enough);
    }
  }

  /** Each kind once. What fails is tried again the next time. */
  void prune() {
    Instant before = kept.isPositive() ? clock.instant().minus(kept) : Instant.EPOCH;
    for (Retained kind : kinds) {
      try {
        kind.prune(before, () -> !signal.closed());
      } catch (RuntimeException e) {
        if (!signal.closed()) {
          log.warn("old {} cannot be removed yet: {}", kind.name(), e.toString());
        }
      }
    }
  }
}
