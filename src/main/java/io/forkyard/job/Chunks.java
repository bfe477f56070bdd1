package io.forkyard.job;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    return signalled(chunk, chunks.keep(chunk, from, outcomes));
  }

  /**
   * Keeps what became of the items from an index on, and ends the chunk, both or neither.
   *
   * @param rest what becomes of the items that nothing is known of; null when there are none
   * @return false when the chunk is not this child's any more and nothing was changed
   */
  public boolean end(Chunk chunk, int from, List<Outcome> outcomes, @Nullable Rest rest) {
    return signalled(chunk, chunks.end(chunk, from, outcomes, rest));
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

  private boolean signalled(Chunk chunk, boolean done) {
    if (done) {
      changes.tell(chunk.map());
    }
    return done;
  }
}
