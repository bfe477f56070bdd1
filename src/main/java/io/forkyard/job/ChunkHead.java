package io.forkyard.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chunk whose turn it is: cut from the head of a range of items that wait.
 *
 * @param end index after the last item of the range
 * @param attempt how often these items were tried before
 * @param jars whether it has a class path
 * @param waits whether nothing of its map had begun when it was looked at
 */
record ChunkHead(
    UUID map,
    String pool,
    int priority,
    int first,
    int last,
    int end,
    int attempt,
    String target,
    String kwargs,
    boolean star,
    @Nullable String source,
    String jvmOptions,
    @Nullable Long timeout,
    int maxAttempts,
    int failed,
    int size,
    boolean jars,
    boolean waits)
    implements Candidate {

  @Override
  public UUID entry() {
    return map;
  }

  static ChunkHead of(ResultSet row) throws SQLException {
    int first = row.getInt("first");
    int end = row.getInt("last");
    int size = row.getInt("chunk_size");
    return new ChunkHead(
        UUID.fromString(row.getString("map")),
        row.getString("pool"),
        row.getInt("priority"),
        first,
        Math.min(end, first + size),
        end,
        row.getInt("attempt"),
        row.getString("target"),
        row.getString("kwargs"),
        row.getInt("star") == 1,
        row.getString("source"),
        row.getString("jvm_options"),
        JobRows.number(row, "timeout"),
        row.getInt("max_attempts"),
        row.getInt("failed"),
        size,
        row.getBoolean("jars"),
        row.getString("state").equals(JobState.PENDING.name()));
  }

  /** This one and those that can be cut from the same range after it. */
  Stream<ChunkHead> cut() {
    return Stream.iterate(this, head -> head.first < head.end, ChunkHead::next);
  }

  private ChunkHead next() {
    return new ChunkHead(
        map,
        pool,
        priority,
        last,
        Math.min(end, last + size),
        end,
        attempt,
        target,
        kwargs,
        star,
        source,
        jvmOptions,
        timeout,
        maxAttempts,
        failed,
        size,
        jars,
        waits);
  }

  Chunk chunk(Offer offer, List<String> classpath) {
    return new Chunk(
        offer,
        map,
        pool,
        first,
        last,
        attempt + 1,
        target,
        kwargs,
        star,
        source,
        classpath,
        timeout == null ? null : Duration.ofMillis(timeout),
        maxAttempts,
        failed);
  }
}
