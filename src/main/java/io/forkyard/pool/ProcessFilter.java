package io.forkyard.pool;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which processes a list shows; null means any.
 *
 * @param before only those with a smaller id
 */
public record ProcessFilter(
    @Nullable String pool, @Nullable ProcessState state, @Nullable UUID before) {

  boolean accepts(ProcessStatus process) {
    return (pool == null || pool.equals(process.pool()))
        && (state == null || state == process.state())
        && (before == null || process.id().compareTo(before) < 0);
  }
}
