package io.forkyard.job;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who waits for which jobs on this node, and what they hear of the ends. Any thread may call. */
final class Endings {

  private final ConcurrentHashMap<UUID, Set<Awaited>> waiters = new ConcurrentHashMap<>();

  /** What is stored from now on is heard. */
  Awaited join(UUID id) {
    Awaited awaited = new Awaited(id, this);
    waiters.compute(
        id,
        (key, set) -> {
          Set<Awaited> joined = set == null ? ConcurrentHashMap.newKeySet() : set;
          joined.add(awaited);
          return joined;
        });
    return awaited;
  }

  void leave(Awaited awaited) {
    waiters.computeIfPresent(
        awaited.id(),
        (key, set) -> {
          set.remove(awaited);
          return set.isEmpty() ? null : set;
        });
  }

  /**
   * Tells that a job has ended, after that was stored and before it is signalled.
   *
   * @param how null when that is to be read
   */
  void tell(UUID id, @Nullable Ending how) {
    waiters.getOrDefault(id, Set.of()).forEach(waiter -> waiter.over(how));
  }
}
