package io.forkyard.pool;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A child of a pool.
 *
 * @param job the job that it runs
 * @param tasks how many jobs it was given
 */
public record WorkerStatus(long pid, String name, State state, @Nullable UUID job, int tasks) {

  /** What a worker does. */
  public enum State {
    STARTING,
    IDLE,
    BUSY,
    STOPPING
  }
}
