package io.forkyard.job;

import io.forkyard.storage.Database;
import io.forkyard.storage.RepeatKey;
import io.forkyard.storage.RepeatStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of accepting, showing and forgetting maps. Each method is one transaction. */
final class MapStore {

  static final String COLUMNS =
      """
      id, pool, name, target, state, total, done, failed, chunk_size, max_attempts,
      submitted_at, started_at, finished_at,
      (SELECT CASE WHEN COUNT(*) = COUNT(not_before) THEN MIN(not_before) END
         FROM map_chunk WHERE map_chunk.map = map.id) AS not_before,
      """
          + CallbackStore.COLUMNS
          + " FROM map LEFT JOIN callback ON subject = id AND kind = 'MAP' ";

  private static final String INSERT =
      """
      INSERT INTO map (id, pool, name, target, kwargs, star, source, jvm_options, timeout,
                       max_attempts, priority, chunk_size, state, total, submitted_at, finished_at)
      VALUES (:id, :pool, :name, :target, :kwargs, :star, :source, :options, :timeout,
              :attempts, :priority, :chunk, :state, :total, :now, :finished)
      """;

  private static final String INSERT_CLASSPATH =
      "INSERT INTO map_classpath (map, position, artifact) VALUES (:map, :position, :artifact)";

  private static final String INSERT_BLOCK =
      "INSERT INTO map_input (map, first, last, items) VALUES (:map, :first, :last, :items)";

  private static final String INSERT_RANGE =
      """
      INSERT INTO map_chunk (map, first, last, pool, priority, attempt, not_before)
      VALUES (:map, 0, :last, :pool, :priority, 0, :notBefore)
      """;

  private static final String COUNT_EMPTY =
      "UPDATE job_count SET succeeded = succeeded + 1 WHERE pool = :pool AND closed = 0";

  static final String DELETE =
      "DELETE FROM map WHERE id = :id AND state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')";

  private final Database database;
  private final Clock clock;

  MapStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  MapAdded add(UUID id, NewMap map, int maxPending, @Nullable RepeatKey key) {
    Items items = Items.of(map.items());
    return database.write(sql -> {
      if (!RepeatStore.claim(sql, key, id.toString(), clock.instant())) {
        return new MapAdded.Refused(new Added.Repeated());
      }
      String pool = map.each().submission().pool();
      if (!counted(sql, pool, items, maxPending)) {
        RepeatStore.release(sql, key);
        return new MapAdded.Refused(JobStore.refusal(sql, pool));
      }
      insert(sql, id, map, items);
      return new MapAdded.Stored(one(sql, id).orElseThrow());
    });
  }

  /** Without items it is done and takes no place in the backlog. */
  private static boolean counted(JdbcClient sql, String pool, Items items, int maxPending) {
    return items.count() == 0
        ? sql.sql(COUNT_EMPTY).param("pool", pool).update() == 1
        : JobStore.countNew(sql, pool, maxPending);
  }

  private void insert(JdbcClient sql, UUID id, NewMap map, Items items) {
    NewJob each = map.each();
    Submission wanted = each.submission();
    JobStore.keepSource(sql, each);
    long now = clock.millis();
    boolean empty = items.count() == 0;
    sql.sql(INSERT)
        .param("id", id.toString())
        .param("pool", wanted.pool())
        .param("name", wanted.name())
        .param("target", each.target())
        .param("kwargs", wanted.kwargs())
        .param("star", map.star() ? 1 : 0)
        .param("source", each.sourceHash())
        .param("options", each.jvmOptions())
        .param("timeout", JobStore.millis(wanted.timeout()))
        .param("attempts", wanted.maxAttempts())
        .param("priority", wanted.priority())
        .param("chunk", map.chunkSize())
        .param("state", (empty ? JobState.SUCCEEDED : JobState.PENDING).name())
        .param("total", items.count())
        .param("now", now)
        .param("finished", empty ? now : null)
        .update();
    insertClasspath(sql, id, wanted.classpath());
    if (wanted.receiver() != null) {
      CallbackStore.add(sql, Delivery.Kind.MAP, id, wanted.receiver());
    }
    items.blocks().forEach(block -> insert(sql, id, block));
    if (!empty) {
      boolean later = wanted.delay().isPositive();
      sql.sql(INSERT_RANGE)
          .param("map", id.toString())
          .param("last", items.count())
          .param("pool", wanted.pool())
          .param("priority", wanted.priority())
          .param("notBefore", later ? now + wanted.delay().toMillis() : null)
          .update();
    }
  }

  private static void insertClasspath(JdbcClient sql, UUID id, List<String> classpath) {
    for (int i = 0; i < classpath.size(); i++) {
      sql.sql(INSERT_CLASSPATH)
          .param("map", id.toString())
          .param("position", i)
          .param("artifact", classpath.get(i))
          .update();
    }
  }

  private static void insert(JdbcClient sql, UUID id, Items.Block block) {
    sql.sql(INSERT_BLOCK)
        .param("map", id.toString())
        .param("first", block.first())
        .param("last", block.last())
        .param("items", block.lines())
        .update();
  }

  Optional<MapStatus> find(UUID id) {
    return database.read(sql -> one(sql, id));
  }

  private static Optional<MapStatus> one(JdbcClient sql, UUID id) {
    return sql.sql("SELECT " + COLUMNS + "WHERE id = :id")
        .param("id", id.toString())
        .query((row, n) -> status(row))
        .optional();
  }

  MapPage list(JobFilter filter, @Nullable UUID before, int limit) {
    String query = "SELECT " + COLUMNS + JobStore.where(filter, before, "");
    List<MapStatus> found =
        database.read(sql ->
            JobStore.params(sql.sql(query), filter, before, limit)
                .query((row, n) -> status(row))
                .list());
    boolean more = found.size() > limit;
    return new MapPage(more ? found.subList(0, limit) : found, more);
  }

  private static MapStatus status(ResultSet row) throws SQLException {
    return new MapStatus(
        UUID.fromString(row.getString("id")),
        row.getString("pool"),
        row.getString("name"),
        row.getString("target"),
        JobState.valueOf(row.getString("state")),
        row.getInt("total"),
        row.getInt("done"),
        row.getInt("failed"),
        row.getInt("chunk_size"),
        row.getInt("max_attempts"),
        JobRows.instant(row, "not_before"),
        CallbackStore.callback(row),
        Instant.ofEpochMilli(row.getLong("submitted_at")),
        JobRows.instant(row, "started_at"),
        JobRows.instant(row, "finished_at"));
  }

  /** Whether a finished map with this id was there. */
  boolean delete(UUID id) {
    return database.write(sql -> sql.sql(DELETE).param("id", id.toString()).update() == 1);
  }
}
