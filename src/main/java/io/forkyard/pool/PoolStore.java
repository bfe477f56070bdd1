package io.forkyard.pool;

import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The SQL of pools. Each method is one transaction; those that change a pool give its row as they
 * leave it, or null when there is none.
 */
final class PoolStore {

  private static final String CREATE =
      """
      INSERT INTO pool (name, state, settings, life) VALUES (:name, 'RUNNING', :settings, :life)
      ON CONFLICT DO NOTHING
      """;

  private static final String REPLACE =
      """
      UPDATE pool
         SET settings = :settings, joined = 0,
             life = CASE WHEN joined = 1 THEN :life ELSE life END,
             state = CASE WHEN joined = 1 THEN 'RUNNING' ELSE state END
       WHERE name = :name AND (joined = 1 OR state IN ('RUNNING', 'PAUSED'))
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
      "UPDATE pool SET state = 'TERMINATED', stops = stops + 1, grace = :grace WHERE name = :name";

  private static final String PAUSE =
      "UPDATE pool SET state = :state WHERE name = :name AND state IN ('RUNNING', 'PAUSED')";

  private static final String JOINED =
      "UPDATE pool SET joined = 1"
          + " WHERE name = :name AND life = :life AND state IN ('CLOSED', 'TERMINATED')";

  private static final String FIND = "SELECT * FROM pool WHERE name = :name";

  private static final String COUNTS = "SELECT * FROM job_count";

  private static final String DELETE_COUNT =
      "DELETE FROM job_count WHERE pool = :name AND pending = 0 AND running = 0";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * A pool as it is stored.
   *
   * @param life another for each time that it was made anew under its name
   * @param stops how often it was terminated
   * @param grace of the last of these
   */
  record Row(
      String name,
      String life,
      PoolState state,
      boolean joined,
      int stops,
      Duration grace,
      PoolSettings settings) {

    private static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString("name"),
          row.getString("life"),
          PoolState.valueOf(row.getString("state")),
          row.getInt("joined") == 1,
          row.getInt("stops"),
          Duration.ofMillis(row.getLong("grace")),
          JSON.readValue(row.getString("settings"), PoolSettings.class));
    }
  }

  /**
   * What became of new settings.
   *
   * @param row of a closed pool when they were refused
   */
  record Kept(Row row, boolean created) {}

  /** How many jobs of a pool are where. */
  record Counts(String pool, long pending, long running, long succeeded, long failed) {

    static final Counts NONE = new Counts("", 0, 0, 0, 0);
  }

  private final Database database;
  private final Ids ids;

  PoolStore(Database database, Ids ids) {
    this.database = database;
    this.ids = ids;
  }

  /** Keeps new settings; a pool that was joined is open again. Of a closed one nothing changes. */
  Kept put(String name, PoolSettings settings) {
    String life = ids.next().toString();
    return database.write(sql -> {
      boolean created = keep(sql, CREATE, name, life, settings);
      if (!created) {
        keep(sql, REPLACE, name, life, settings);
      }
      return new Kept(Objects.requireNonNull(row(sql, name)), created);
    });
  }

  /** Makes a pool unless there is one of the name. */
  void create(String name, PoolSettings settings) {
    String life = ids.next().toString();
    database.write(sql -> keep(sql, CREATE, name, life, settings));
  }

  private static boolean keep(
      JdbcClient sql, String change, String name, String life, PoolSettings settings) {
    boolean open =
        sql.sql(change)
                .param("name", name)
                .param("life", life)
                .param("settings", JSON.writeValueAsString(settings))
                .update()
            == 1;
    if (open) {
      sql.sql(OPEN).param("name", name).update();
      keepJars(sql, name, settings.initializer());
    }
    return open;
  }

  private static @Nullable Row row(JdbcClient sql, String name) {
    return sql.sql(FIND).param("name", name).query((row, n) -> Row.of(row)).optional().orElse(null);
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
  @Nullable Row close(String name) {
    return database.write(sql -> {
      sql.sql(SHUT).param("name", name).update();
      sql.sql(CLOSE).param("name", name).update();
      return row(sql, name);
    });
  }

  /**
   * The same for a pool that shall not even run what it has. The row that new jobs change comes
   * first, so that a job is either in before or refused.
   */
  @Nullable Row terminate(String name, Duration grace) {
    return database.write(sql -> {
      sql.sql(SHUT).param("name", name).update();
      sql.sql(TERMINATE).param("grace", grace.toMillis()).param("name", name).update();
      return row(sql, name);
    });
  }

  /** Pauses a pool or lets it run, unless it is closed. */
  @Nullable Row pause(String name, PoolState state) {
    return database.write(sql -> {
      sql.sql(PAUSE).param("name", name).param("state", state.name()).update();
      return row(sql, name);
    });
  }

  /** Notes that a closed pool has nothing left, so that it may be put again. */
  void joined(String name, String life) {
    database.write(sql -> sql.sql(JOINED).param("name", name).param("life", life).update());
  }

  @Nullable Row find(String name) {
    return database.read(sql -> row(sql, name));
  }

  List<Row> all() {
    return database.read(
        sql -> sql.sql("SELECT * FROM pool ORDER BY name").query((row, n) -> Row.of(row)).list());
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

  /** Deletes a pool without jobs; gives the row of one that has some. */
  @Nullable Row delete(String name) {
    return database.write(sql -> {
      if (sql.sql(DELETE_COUNT).param("name", name).update() == 1) {
        sql.sql("DELETE FROM pool WHERE name = :name").param("name", name).update();
      }
      return row(sql, name);
    });
  }
}
