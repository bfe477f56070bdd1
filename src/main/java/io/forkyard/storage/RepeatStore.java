package io.forkyard.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of marked requests. Whoever stores what such a request makes claims its key in the same
 * transaction, so that a crash leaves both or neither.
 */
public final class RepeatStore {

  /** So many expired rows leave with each new one. */
  private static final int SWEEP = 10;

  static final String CLAIM =
      """
      INSERT INTO repeat_key (id, body, subject, created_at) VALUES (:id, :body, :subject, :now)
      ON CONFLICT (id) DO UPDATE
         SET body = excluded.body, subject = excluded.subject, status = NULL,
             created_at = excluded.created_at
       WHERE repeat_key.created_at <= :since
      """;

  static final String EXPIRE =
      """
      DELETE FROM repeat_key
       WHERE id IN (SELECT id FROM repeat_key
                     WHERE created_at <= :since ORDER BY created_at LIMIT :most)
      """;

  static final String RELEASE = "DELETE FROM repeat_key WHERE id = :id";

  static final String FIND =
      "SELECT body, subject, status FROM repeat_key WHERE id = :id AND created_at > :since";

  /** No caller's key has this id, which is a hash. */
  private static final String PROBE =
      "INSERT INTO repeat_key (id, body, subject, created_at) VALUES ('probe', '', '', 0)";

  private static final String PROBED = "DELETE FROM repeat_key WHERE id = 'probe'";

  static final String ANSWERED = "UPDATE repeat_key SET status = :status WHERE id = :id";

  /**
   * What the first request of its kind made.
   *
   * @param status of its answer; null until it is known
   */
  record Row(String body, String subject, @Nullable Integer status) {}

  private final Database database;

  RepeatStore(Database database) {
    this.database = database;
  }

  /**
   * Takes the key for what is being stored in this transaction.
   *
   * @param key none always succeeds
   * @param subject what is made, for instance its id
   * @return false when the key stands for something already, which is then to be left alone
   */
  public static boolean claim(
      JdbcClient sql, @Nullable RepeatKey key, String subject, Instant now) {
    if (key == null) {
      return true;
    }
    long since = key.since().toEpochMilli();
    expire(sql, since, SWEEP);
    return sql.sql(CLAIM)
            .param("id", key.id())
            .param("body", key.body())
            .param("subject", subject)
            .param("now", now.toEpochMilli())
            .param("since", since)
            .update()
        == 1;
  }

  private static int expire(JdbcClient sql, long since, int most) {
    return sql.sql(EXPIRE).param("since", since).param("most", most).update();
  }

  /** Deletes some that were made until then; gives how many. */
  int expire(Instant since, int most) {
    return database.write(sql -> expire(sql, since.toEpochMilli(), most));
  }

  /** The same for what others store. */
  public static Proviso claiming(@Nullable RepeatKey key, String subject) {
    return key == null ? Proviso.NONE : (sql, now) -> claim(sql, key, subject, now);
  }

  /** Gives back a key that was claimed in this transaction, because nothing comes of it. */
  public static void release(JdbcClient sql, @Nullable RepeatKey key) {
    if (key != null) {
      sql.sql(RELEASE).param("id", key.id()).update();
    }
  }

  /** Writes a row that nobody sees. */
  static int probe(JdbcClient sql) {
    return sql.sql(PROBE).update() + sql.sql(PROBED).update();
  }

  Optional<Row> find(RepeatKey key) {
    return database.read(sql ->
        sql.sql(FIND)
            .param("id", key.id())
            .param("since", key.since().toEpochMilli())
            .query((row, n) -> row(row))
            .optional());
  }

  private static Row row(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    Integer told = row.wasNull() ? null : status;
    return new Row(row.getString("body"), row.getString("subject"), told);
  }

  void answered(RepeatKey key, int status) {
    database.write(sql -> sql.sql(ANSWERED).param("status", status).param("id", key.id()).update());
  }
}
