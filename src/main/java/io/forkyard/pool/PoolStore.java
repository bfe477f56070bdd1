package io.forkyard.pool;

import io.forkyard.storage.Change;
import io.forkyard.storage.ChangeLog;
import io.forkyard.storage.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of pools. Each method is one transaction. */
final class PoolStore {

  private static final String SAVE =
      """
      INSERT INTO pool (name, state, settings) VALUES (:name, :state, :settings)
      ON CONFLICT (name) DO UPDATE SET state = excluded.state, settings = excluded.settings
      """;

  private static final String SAVE_COUNT =
      "INSERT INTO job_count (pool) VALUES (:name) ON CONFLICT DO NOTHING";

  private static final String COUNTS = "SELECT * FROM job_count";

  private static final String DELETE_COUNT =
      "DELETE FROM job_count WHERE pool = :name AND pending = 0 AND running = 0";

  /** What the log of changes tells last of a pool. */
  private static final String DELETED = "DELETED";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A pool as it is stored. */
  record Row(String name, PoolState state, PoolSettings settings) {}

  /** How many jobs of a pool are where. */
  record Counts(String pool, long pending, long running, long succeeded, long failed) {

    static final Counts NONE = new Counts("", 0, 0, 0, 0);
  }

  private final Database database;
  private final Clock clock;

  PoolStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  void save(String name, PoolState state, PoolSettings settings) {
    database.write(sql -> {
      logNew(sql, name, state.name());
      sql.sql(SAVE)
          .param("name", name)
          .param("state", state.name())
          .param("settings", JSON.writeValueAsString(settings))
          .update();
      return sql.sql(SAVE_COUNT).param("name", name).update();
    });
  }

  /** Logs a state that the pool does not have yet. */
  private void logNew(JdbcClient sql, String name, String state) {
    Optional<String> before =
        sql.sql("SELECT state FROM pool WHERE name = :name")
            .param("name", name)
            .query(String.class)
            .optional();
    if (!before.equals(Optional.of(state))) {
      log(sql, name, state);
    }
  }

  private void log(JdbcClient sql, String name, String state) {
    ChangeLog.append(sql, clock.instant(), Change.Kind.POOL, name, state, name, null);
  }

  List<Row> all() {
    return database.read(sql ->
        sql.sql("SELECT * FROM pool ORDER BY name")
            .query((row, n) ->
                new Row(
                    row.getString("name"),
                    PoolState.valueOf(row.getString("state")),
                    JSON.readValue(row.getString("settings"), PoolSettings.class)))
            .list());
  }

  Map<String, Counts> counts() {
    return database.read(sql ->
        sql
            .sql(COUNTS)
            .query((row, n) ->
                new Counts(
                    row.getString("pool"),
                    row.getLong("pending"),
                    row.getLong("running"),
                    row.getLong("succeeded"),
                    row.getLong("failed")))
            .list()
            .stream()
            .collect(Collectors.toMap(Counts::pool, Function.identity())));
  }

  /** Deletes a pool without jobs. False when it has some. */
  boolean delete(String name) {
    return database.write(sql -> {
      boolean free = sql.sql(DELETE_COUNT).param("name", name).update() == 1;
      if (free) {
        sql.sql("DELETE FROM pool WHERE name = :name").param("name", name).update();
        log(sql, name, DELETED);
      }
      return free;
    });
  }
}
