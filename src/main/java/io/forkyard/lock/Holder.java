package io.forkyard.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Who takes a lock. */
public sealed interface Holder {

  /** As it is shown to others. */
  String label();

  /** For how long it holds what it was granted; null until it is gone. */
  @Nullable Duration lease();

  /**
   * A caller over HTTP, of whom nobody knows whether it still lives.
   *
   * @param address where it calls from
   */
  record Caller(String address, Duration lease) implements Holder {
    @Override
    public String label() {
      return address;
    }
  }

  /**
   * A child JVM. Whoever takes something for one gives it back when the child has gone meanwhile;
   * what it has when it goes is freed by {@link Holdings#releaseAll}.
   *
   * @param process its id
   */
  record Child(String process) implements Holder {
    @Override
    public String label() {
      return "process " + process;
    }

    @Override
    public @Nullable Duration lease() {
      return null;
    }
  }
}
