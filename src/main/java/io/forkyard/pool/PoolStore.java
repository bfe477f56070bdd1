package io.forkyard.pool;

import io.forkyard.storage.Database;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of pools. Each method is one transaction. */
final class PoolStore {

  private static final String PUT =
      """
      INSERT INTO pool (name, state, settings) VALUES (:name, 'RUNNING', :settings)
      ON CONFLICT (name) DO UPDATE
         SET settings = excluded.settings, joined = 0,
             state = CASE WHEN pool.joined = 1 THEN 'RUNNING' ELSE pool.state END
       WHERE pool.joined = 1 OR pool.state IN ('RUNNING', 'PAUSED')
      """;

  private static final String OPEN =
      "INSERT INTO job_count (pool) VALUES (:name) ON CONFLICT (pool) DO UPDATE SET closed = 0";

  private static final String FORGET_JARS = "DELETE FROM pool_classpath WHERE pool = :name";

  private static final String KEEP_JAR =
      "INSERT INTO pool_classpath (pool, artifact) VALUES (:name, :jar) ON CONFLICT DO NOTHING";

  private static final String SHUT = "UPDATE job_count SET closed = 1 WHERE pool = :name";

  private static final String CLOSE =
      "UPDATE pool SET state = 'CLOSED' WHERE name = :name AND state IN ('RUNNING', 'PAUSED')";

  private static final String TERMINATE =
      "UPDATE pool SET state = 'TERMINATED' WHERE name = :name AND state <> 'TERMINATED'";

  private static final String PAUSE =
      "UPDATE pool SET state = :state WHERE name = :name AND state IN ('RUNNING', 'PAUSED')";

  private static final String JOINED =
      "UPDATE pool SET joined = 1 WHERE name = :name AND state IN ('CLOSED', 'TERMINATED')";

  private static final String COUNTS = "SELECT * FROM job_count";

  private static final String DELETE_COUNT =
      "DELETE FROM job_count WHERE pool = :name AND pending = 0 AND running = 0";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A pool as it is stored. */
  record Row(String name, PoolState state, boolean joined, PoolSettings settings) {}

  /** How many jobs of a pool are where. */
  record Counts(String pool, long pending, long running, long succeeded, long failed) {

    static final Counts NONE = new Counts("", 0, 0, 0, 0);
  }

  private final Database database;

  PoolStore(Database database) {
    this.database = database;
  }

  /** Keeps new settings; a pool that was joined is open again. False when it is closed. */
  boolean put(String name, PoolSettings settings) {
    return database.write(sql -> {
      boolean open =
          sql.sql(PUT)
                  .param("name", name)
                  .param("settings", JSON.writeValueAsString(settings))
                  .update()
              == 1;
      if (open) {
        sql.sql(OPEN).param("name", name).update();
        keepJars(sql, name, settings.initializer());
      }
      return open;
    });
  }

  private static void keepJars(JdbcClient sql, String name, @Nullable Initializer initializer) {
    sql.sql(FORGET_JARS).param("name", name).update();
    if (initializer != null) {
      initializer
          .classpath()
          .forEach(jar -> sql.sql(KEEP_JAR).param("name", name).param("jar", jar).update());
    }
  }

  /** From here on the pool takes no job. */
  void close(String name) {
    database.write(sql -> shut(sql, CLOSE, name));
  }

  /** The same for a pool that shall not even run what it has. */
  void terminate(String name) {
    database.write(sql -> shut(sql, TERMINATE, name));
  }

  /** The row that new jobs change comes first, so that a job is either in before or refused. */
  private static int shut(JdbcClient sql, String change, String name) {
    return sql.sql(SHUT).param("name", name).update()
        + sql.sql(change).param("name", name).update();
  }

  /** Pauses a pool or lets it run. False when it is closed. */
  boolean pause(String name, PoolState state) {
    return database.write(
        sql -> sql.sql(PAUSE).param("name", name).param("state", state.name()).update() == 1);
  }

  /** Notes that a closed pool has nothing left, so that it may be put again. */
  void joined(String name) {
    database.write(sql -> sql.sql(JOINED).param("name", name).update());
  }

  List<Row> all() {
    return database.read(sql ->
        sql.sql("SELECT * FROM pool ORDER BY name")
            .query((row, n) ->
                new Row(
                    row.getString("name"),
                    PoolState.valueOf(row.getString("state")),
                    row.getInt("joined") == 1,
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
      }
      return free;
    });
  }
}
