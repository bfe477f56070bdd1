package io.forkyard.pool;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trouble with each kind of worker, by the JVM options that it needs. */
final class StartTroubles {

  /** The pool's thread's. */
  private final Map<String, StartTrouble> kinds = new HashMap<>();

  /**
   * The latest with plain workers, for all who look. What a jar asks of its JVM beyond the pool's
   * settings is the trouble of its jobs, not of the pool.
   */
  private volatile @Nullable String message;

  void failed(String kind, @Nullable String why, Instant now) {
    of(kind).failed(now);
    if (kind.equals(Crew.PLAIN)) {
      message = why;
    }
  }

  void started(String kind) {
    kinds.remove(kind);
    if (kind.equals(Crew.PLAIN)) {
      message = null;
    }
  }

  void forget() {
    kinds.clear();
    message = null;
  }

  /** How many may be started now, when so many are wanted and so many are on their way. */
  int allowed(String kind, int wanted, int starting, Instant now) {
    return kinds.containsKey(kind) ? of(kind).allowed(wanted, starting, now) : wanted;
  }

  /** Whether so many starts have failed that jobs need not wait for the next. */
  boolean hopeless(String kind) {
    return kinds.containsKey(kind) && of(kind).hopeless();
  }

  /** When something may be tried next. */
  Optional<Instant> next(Instant now) {
    return kinds.values().stream()
        .map(StartTrouble::next)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }

  @Nullable String message() {
    return message;
  }

  private StartTrouble of(String kind) {
    return kinds.computeIfAbsent(kind, any -> new StartTrouble());
  }
}
