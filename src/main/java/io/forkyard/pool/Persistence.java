package io.forkyard.pool;

import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what must not be lost to a store that fails for a while, for whatever reason.
 *
 * @param pause between two tries
 */
record Persistence(ChangeSignal signal, Duration pause) {

  private static final Logger log = LoggerFactory.getLogger(Persistence.class);

  /**
   * Repeats a write until it does not fail; only a stop of the service gives up.
   *
   * @param what is written, for the log
   * @return what the write says; false when it was given up
   */
  boolean insist(String what, BooleanSupplier write) {
    while (true) {
      try {
        return write.getAsBoolean();
      } catch (RuntimeException e) {
        log.warn("{} cannot be stored yet: {}", what, e.toString());
        signal.await("store", pause, () -> false, again -> again);
        if (signal.closed()) {
          return false;
        }
      }
    }
  }
}
