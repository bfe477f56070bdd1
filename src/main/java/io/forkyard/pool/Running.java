package io.forkyard.pool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The attempts and chunks that run now on this node, by job and by map. Any thread may call. */
final class Running {

  private final Map<UUID, AttemptRun> runs = new ConcurrentHashMap<>();
  private final Set<ChunkRun> chunks = ConcurrentHashMap.newKeySet();

  void add(AttemptRun run) {
    runs.put(run.entry(), run);
  }

  void remove(AttemptRun run) {
    runs.remove(run.entry(), run);
  }

  void add(ChunkRun run) {
    chunks.add(run);
  }

  void remove(ChunkRun run) {
    chunks.remove(run);
  }

  /** The chunks of a map. */
  List<ChunkRun> chunks(UUID map) {
    return chunks.stream().filter(run -> run.entry().equals(map)).toList();
  }

  /** Jobs and chunks. */
  List<Run> all() {
    return Stream.concat(runs.values().stream(), chunks.stream()).toList();
  }

  Optional<AttemptRun> find(UUID job) {
    return Optional.ofNullable(runs.get(job));
  }
}
