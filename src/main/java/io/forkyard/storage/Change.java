package io.forkyard.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something has gone into a state.
 *
 * @param id grows in the order in which changes were stored
 * @param subject the id of what has changed; of a pool its name
 * @param pool that it belongs to, if it does
 * @param name that it was given, if it was
 * @param target what it runs, if it does
 */
public record Change(
    long id,
    Instant at,
    Kind kind,
    String subject,
    String state,
    @Nullable String pool,
    @Nullable String name,
    @Nullable String target) {

  /** What has changed. */
  public enum Kind {
    JOB,
    MAP,
    PROCESS,
    POOL
  }
}
