package io.forkyard.job;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How pools move maps. Each change is committed before it is signalled. */
public final class Chunks {

  private final ChunkStore chunks;
  private final MapEndStore ends;
  private final MapChanges changes;

  Chunks(ChunkStore chunks, MapEndStore ends, MapChanges changes) {
    this.chunks = chunks;
    this.ends = ends;
    this.changes = changes;
  }

  /** The items of a chunk; none when its map is being stopped. */
  public Optional<List<String>> items(Chunk chunk) {
    return chunks.items(chunk);
  }

  /**
   * Keeps what became of the items from an index on.
   *
   * @return false when the chunk is not this child's any more and nothing was changed
   */
  public boolean keep(Chunk chunk, int from, List<Outcome> outcomes) {
    return told(chunk, chunks.keep(chunk, from, outcomes));
  }

  /**
   * Begins to keep what became of the items from an index on, and to end the chunk, both or
   * neither. What is written after the call comes after it.
   *
   * @param rest what becomes of the items that nothing is known of; null when there are none
   * @return waits until it is written and tells of it; false when the chunk is not this child's any
   *     more and nothing was changed
   */
  public BooleanSupplier end(Chunk chunk, int from, List<Outcome> outcomes, @Nullable Rest rest) {
    Supplier<ChunkStore.Kept> begun = chunks.end(chunk, from, outcomes, rest);
    return () -> told(chunk, begun.get());
  }

  /**
   * Lets nothing more of a map run; what runs of it is the caller's to stop.
   *
   * @return its state before, if there is such a map
   */
  public Optional<JobState> stop(UUID map) {
    Optional<JobState> before = ends.stop(map);
    changes.tell(map);
    return before;
  }

  /** The ids of the nodes whose children run items of a map. */
  public List<String> owners(UUID map) {
    return ends.owners(map);
  }

  private boolean told(Chunk chunk, ChunkStore.Kept kept) {
    switch (kept) {
      case STALE -> {}
      case GOES_ON -> changes.tellProgress(chunk.map());
      case ENDED -> changes.tell(chunk.map());
    }
    return kept != ChunkStore.Kept.STALE;
  }
}
