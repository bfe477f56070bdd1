package io.forkyard.pool;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts that run now on this node, by job. Any thread may call. */
final class Running {

  private final Map<UUID, AttemptRun> runs = new ConcurrentHashMap<>();

  void add(AttemptRun run) {
    runs.put(run.entry(), run);
  }

  void remove(AttemptRun run) {
    runs.remove(run.entry(), run);
  }

  Optional<AttemptRun> find(UUID job) {
    return Optional.ofNullable(runs.get(job));
  }
}
