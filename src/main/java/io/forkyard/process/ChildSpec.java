package io.forkyard.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which child to start.
 *
 * @param name what threads, logs and snapshots call it
 * @param pool the pool it works for, or null for a process of its own
 * @param extraOptions options of the service's choice, before those of the settings
 */
public record ChildSpec(
    String name, @Nullable String pool, JvmSettings jvm, List<String> extraOptions) {

  public ChildSpec {
    extraOptions = List.copyOf(extraOptions);
  }
}
