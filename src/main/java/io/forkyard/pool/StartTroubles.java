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

  /** The latest, for all who look. */
  private volatile @Nullable String message;

  void failed(String kind, @Nullable String why, Instant now) {
    of(kind).failed(now);
    message = why;
  }

  void started(String kind) {
    kinds.remove(kind);
    if (kinds.isEmpty()) {
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
