package io.forkyard.job;

import io.forkyard.storage.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of maps that are stopped, lose attempts without a child, or lost their service. */
final class MapEndStore {

  private static final int BATCH = 500;

  private static final String STOP =
      "UPDATE map SET state = 'STOPPING' WHERE id = :map AND state = 'RUNNING'";

  static final String OWNERS =
      "SELECT DISTINCT owner FROM map_chunk WHERE map = :map AND owner IS NOT NULL";

  static final String OPEN =
      "SELECT id FROM map WHERE pool = :pool AND state IN ('PENDING', 'RUNNING') LIMIT :limit";

  private static final String WAITING =
      """
      SELECT map, first, last, attempt, 0 AS max_attempts
        FROM map_chunk WHERE map = :map AND attempt_token IS NULL
      """;

  static final String DUE =
      """
      SELECT map_chunk.map, first, last, attempt, max_attempts
        FROM map_chunk JOIN map ON map.id = map_chunk.map
       WHERE map_chunk.pool = :pool AND map_chunk.pid IS NULL AND jvm_options = :options
         AND not_before IS NULL
       ORDER BY map_chunk.priority DESC, map_chunk.map, first
       LIMIT :limit
      """;

  static final String LEFT =
      """
      SELECT map_chunk.map, first, last, attempt, max_attempts
        FROM map_chunk JOIN map ON map.id = map_chunk.map
       WHERE map_chunk.pid IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM node WHERE node.id = map_chunk.owner)
      """;

  private static final String REMOVE =
      "DELETE FROM map_chunk WHERE map = :map AND last = :last AND attempt = :attempt";

  private static final Failure LOST =
      Failure.of(FailureReason.NODE_LOST, "The service was killed while the item ran.");

  private final Database database;
  private final Clock clock;
  private final Duration backoff;

  MapEndStore(Database database, Clock clock, Duration backoff) {
    this.database = database;
    this.clock = clock;
    this.backoff = backoff;
  }

  /** A range of items, waiting or with a child. */
  private record Range(UUID map, int first, int last, int attempt, int maxAttempts) {

    boolean lastAttempt() {
      return attempt + 1 >= maxAttempts;
    }
  }

  /**
   * Lets nothing more of a map run.
   *
   * @return its state before, if there is such a map
   */
  Optional<JobState> stop(UUID id) {
    return database.write(sql -> {
      Optional<ChunkStore.State> found = ChunkStore.state(sql, id);
      found.filter(map -> !map.state().ready()).ifPresent(map -> stop(sql, id, map));
      return found.map(ChunkStore.State::state);
    });
  }

  /** The same for some maps of a pool; none when nothing of it may run any more. */
  List<UUID> stopSome(String pool) {
    return database.write(sql -> {
      List<UUID> open =
          sql
              .sql(OPEN)
              .param("pool", pool)
              .param("limit", BATCH)
              .query(String.class)
              .list()
              .stream()
              .map(UUID::fromString)
              .toList();
      open.forEach(id -> stop(sql, id, ChunkStore.state(sql, id).orElseThrow()));
      return open;
    });
  }

  private void stop(JdbcClient sql, UUID id, ChunkStore.State map) {
    for (Range range : ranges(sql.sql(WAITING).param("map", id.toString()))) {
      remove(sql, range);
      ChunkStore.neverRuns(sql, id, range.first(), range.last());
    }
    if (map.state() == JobState.PENDING) {
      ChunkStore.finish(sql, id, map, JobState.CANCELLED, clock.millis());
    } else {
      sql.sql(STOP).param("map", id.toString()).update();
      ChunkStore.settle(sql, id, clock.millis());
    }
  }

  /** Takes an attempt from the items whose turn it is, because no child starts for them. */
  List<UUID> failStart(String pool, String jvmOptions, Failure failure) {
    return database.write(sql -> {
      long now = clock.millis();
      List<Range> due =
          ranges(
              sql.sql(DUE).param("pool", pool).param("options", jvmOptions).param("limit", BATCH));
      due.forEach(range -> failStart(sql, range, failure, now));
      return due.stream().map(Range::map).distinct().toList();
    });
  }

  private void failStart(JdbcClient sql, Range range, Failure failure, long now) {
    remove(sql, range);
    int attempt = range.attempt() + 1;
    if (range.lastAttempt()) {
      ChunkStore.keep(sql, range.map(), ResultRow.failed(range.first(), range.last(), failure));
      ChunkStore.settle(sql, range.map(), now);
    } else {
      long notBefore = now + Backoff.after(attempt, backoff).toMillis();
      ChunkStore.wait(sql, range.map(), range.first(), range.last(), attempt, notBefore);
    }
  }

  /** Settles the chunks that ran on nodes that are gone. Gives their maps. */
  Set<UUID> recover() {
    return database.write(sql -> {
      List<Range> left = ranges(sql.sql(LEFT));
      left.forEach(range -> recover(sql, range));
      Set<UUID> maps = left.stream().map(Range::map).collect(Collectors.toSet());
      maps.forEach(map -> ChunkStore.settle(sql, map, clock.millis()));
      return maps;
    });
  }

  /** The first item is the one that ran. */
  private static void recover(JdbcClient sql, Range range) {
    remove(sql, range);
    int first = range.first();
    JobState state = ChunkStore.state(sql, range.map()).orElseThrow().state();
    if (first == range.last()) {
      return;
    }
    if (state == JobState.STOPPING) {
      ChunkStore.neverRuns(sql, range.map(), first, range.last());
      return;
    }
    if (range.lastAttempt()) {
      ChunkStore.keep(sql, range.map(), ResultRow.failed(first, first + 1, LOST));
    } else {
      ChunkStore.wait(sql, range.map(), first, first + 1, range.attempt() + 1, null);
    }
    if (first + 1 < range.last()) {
      ChunkStore.wait(sql, range.map(), first + 1, range.last(), range.attempt(), null);
    }
  }

  /** The nodes whose children have chunks of a map. */
  List<String> owners(UUID map) {
    return database.read(
        sql -> sql.sql(OWNERS).param("map", map.toString()).query(String.class).list());
  }

  private static List<Range> ranges(JdbcClient.StatementSpec query) {
    return query
        .query((row, n) ->
            new Range(
                UUID.fromString(row.getString("map")),
                row.getInt("first"),
                row.getInt("last"),
                row.getInt("attempt"),
                row.getInt("max_attempts")))
        .list();
  }

  private static void remove(JdbcClient sql, Range range) {
    sql.sql(REMOVE)
        .param("map", range.map().toString())
        .param("last", range.last())
        .param("attempt", range.attempt())
        .update();
  }
}
