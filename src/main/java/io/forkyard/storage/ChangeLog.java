package io.forkyard.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of the log of changes. Whoever writes a state appends it in the same transaction, so that
 * the log has what was committed and nothing else.
 */
public final class ChangeLog {

  private static final String APPEND =
      """
      INSERT INTO change (at, kind, subject, state, pool, name)
      VALUES (:at, :kind, :subject, :state, :pool, :name)
      """;

  private static final String AFTER =
      "SELECT * FROM change WHERE id > :after ORDER BY id LIMIT :most";

  private static final String LAST = "SELECT COALESCE(MAX(id), 0) FROM change";

  private static final String PRUNE =
      """
      DELETE FROM change
       WHERE id IN (SELECT id FROM change
                     WHERE id <= (SELECT MAX(id) FROM change) - :kept ORDER BY id LIMIT :most)
      """;

  private final Database database;

  ChangeLog(Database database) {
    this.database = database;
  }

  /** Appends the new state of something in the transaction that writes it. */
  public static void append(
      JdbcClient sql,
      Instant at,
      Change.Kind kind,
      String subject,
      String state,
      @Nullable String pool,
      @Nullable String name) {
    sql.sql(APPEND)
        .param("at", at.toEpochMilli())
        .param("kind", kind.name())
        .param("subject", subject)
        .param("state", state)
        .param("pool", pool)
        .param("name", name)
        .update();
  }

  List<Change> after(long id, int most) {
    return database.read(sql ->
        sql.sql(AFTER)
            .param("after", id)
            .param("most", most)
            .query((row, n) -> change(row))
            .list());
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getLong("id"),
        Instant.ofEpochMilli(row.getLong("at")),
        Change.Kind.valueOf(row.getString("kind")),
        row.getString("subject"),
        row.getString("state"),
        row.getString("pool"),
        row.getString("name"),
        row.getString("target"));
  }

  long last() {
    return database.read(sql -> sql.sql(LAST).query(Long.class).single());
  }

  /** Deletes some of the oldest beyond so many; gives how many. */
  int prune(int kept, int most) {
    return database.write(sql -> sql.sql(PRUNE).param("kept", kept).param("most", most).update());
  }
}
