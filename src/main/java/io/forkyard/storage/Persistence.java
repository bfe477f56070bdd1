package io.forkyard.storage;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what must not be lost to a store that fails for a while, for whatever reason.
 *
 * @param pause between two tries
 */
public record Persistence(ChangeSignal signal, Duration pause) {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Persistence.class);

  /** With a pause of a second. */
  public static Persistence of(ChangeSignal signal) {
    return new Persistence(signal, PAUSE);
  }

  /**
   * Repeats a write until it does not fail; only a stop of the service gives up. An interrupt does
   * not; the flag stays set.
   *
   * @param what is written, for the log
   * @return what the write says; false when it was given up
   */
  public boolean insist(String what, BooleanSupplier write) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return write.getAsBoolean();
        } catch (RuntimeException e) {
          log.warn("{} cannot be stored yet: {}", what, e.toString());
          interrupted |= Thread.interrupted();
          ChangeSignal.forService(() -> signal.await("store", pause, () -> false, again -> again));
          if (signal.closed()) {
            return false;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
