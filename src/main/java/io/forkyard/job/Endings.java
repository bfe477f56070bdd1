package io.forkyard.job;

import io.forkyard.storage.ChangeSignal;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who waits for which jobs on this node, and what they hear of the ends. Any thread may call. */
final class Endings {

  private final ConcurrentHashMap<UUID, Set<Awaited>> waiters = new ConcurrentHashMap<>();
  private final ChangeSignal signal;

  Endings(ChangeSignal signal) {
    this.signal = signal;
  }

  /** The topic on which the end of a job is signalled, to those alone who have joined. */
  static String topic(UUID id) {
    return ChangeSignal.HERE + "end/" + id;
  }

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
   * Tells that a job has ended, after that was stored.
   *
   * @param how null when that is to be read
   */
  void tell(UUID id, @Nullable Ending how) {
    Set<Awaited> told = waiters.getOrDefault(id, Set.of());
    told.forEach(waiter -> waiter.over(how));
    if (!told.isEmpty()) {
      signal.changed(topic(id));
    }
  }
}
