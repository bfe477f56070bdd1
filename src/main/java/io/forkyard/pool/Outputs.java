package io.forkyard.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What jobs print: live from the child's files, afterwards from the store. */
public final class Outputs {

  /** One of the two streams. */
  public enum Stream {
    STDOUT,
    STDERR
  }

  /**
   * A piece of a stream.
   *
   * @param bytes may be empty
   * @param last whether the attempt has ended and nothing follows these bytes
   */
  public record Chunk(byte[] bytes, boolean last) {}

  /**
   * Reads on from an offset. Returns at once when there is something to read or nothing will
   * follow, else as soon as there is, at the latest after the given wait.
   *
   * @param attempt which one, or null for the last
   * @return empty when there is no such job
   */
  public Optional<Chunk> read(
      UUID job, Stream stream, @Nullable Integer attempt, long offset, int max, Duration wait) {
    throw new UnsupportedOperationException();
  }
}
