package io.forkyard.job;

import io.forkyard.storage.Database;
import io.forkyard.storage.Proviso;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of deliveries. That an end makes its delivery due is a rule of the database itself. */
final class CallbackStore {

  /** What {@link #callback} reads; none of these names is one of a job's columns. */
  static final String COLUMNS = "way, address, outcome, tries, next_try, last_error, delivered_at";

  private static final String ADD =
      """
      INSERT INTO callback (kind, subject, way, address)
      VALUES (:kind, :subject, :way, :address)
      """;

  static final String NEXT = "SELECT MIN(next_try) FROM callback WHERE next_try IS NOT NULL";

  static final String CLAIM =
      """
      UPDATE callback SET tries = tries + 1, next_try = :lost
       WHERE (subject, kind) IN (SELECT subject, kind
                                   FROM callback
                                  WHERE next_try <= :now
                                  ORDER BY next_try
                                  LIMIT :most)
      RETURNING kind, subject, way, address, tries, ended_at
      """;

  static final String SETTLE =
      """
      UPDATE callback
         SET outcome = :outcome, next_try = :next, last_error = :error, delivered_at = :delivered
       WHERE subject = :subject AND kind = :kind AND tries = :attempt AND outcome = 'PENDING'
      """;

  private final Database database;

  CallbackStore(Database database) {
    this.database = database;
  }

  /** A condition on rows of this table: nothing is to be delivered of them any more. */
  static String settled(String table) {
    return "NOT EXISTS (SELECT 1 FROM callback WHERE subject = %s.id AND outcome = 'PENDING')"
        .formatted(table);
  }

  /** Belongs into the transaction that accepts what will end. */
  static void add(JdbcClient sql, Delivery.Kind kind, UUID subject, Receiver receiver) {
    sql.sql(ADD)
        .param("kind", kind.name())
        .param("subject", subject.toString())
        .param("way", Way.of(receiver).name())
        .param("address", address(receiver))
        .update();
  }

  /** The kinds of receivers. */
  private enum Way {
    URL,
    QUEUE;

    static Way of(Receiver receiver) {
      return switch (receiver) {
        case Receiver.Url url -> URL;
        case Receiver.Queue queue -> QUEUE;
      };
    }
  }

  private static String address(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Url(String url) -> url;
      case Receiver.Queue(String name) -> name;
    };
  }

  /** The callback in a row that has its columns, null where they are empty. */
  static @Nullable Callback callback(ResultSet row) throws SQLException {
    if (row.getString("way") == null) {
      return null;
    }
    return new Callback(
        receiver(row),
        Callback.State.valueOf(row.getString("outcome")),
        row.getInt("tries"),
        JobRows.instant(row, "next_try"),
        row.getString("last_error"),
        JobRows.instant(row, "delivered_at"));
  }

  private static Receiver receiver(ResultSet row) throws SQLException {
    String address = row.getString("address");
    return switch (Way.valueOf(row.getString("way"))) {
      case URL -> new Receiver.Url(address);
      case QUEUE -> new Receiver.Queue(address);
    };
  }

  Optional<Instant> next() {
    return database.read(
        sql -> sql.sql(NEXT).query(Long.class).optional().map(Instant::ofEpochMilli));
  }

  List<Delivery> claim(int most, Instant now, Instant lost) {
    return database.write(sql ->
        sql.sql(CLAIM)
            .param("most", most)
            .param("now", now.toEpochMilli())
            .param("lost", lost.toEpochMilli())
            .query((row, n) -> delivery(row))
            .list());
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        Delivery.Kind.valueOf(row.getString("kind")),
        UUID.fromString(row.getString("subject")),
        receiver(row),
        row.getInt("tries"),
        Instant.ofEpochMilli(row.getLong("ended_at")));
  }

  /** A word of an attempt that is not the latest changes nothing. */
  void settle(
      Delivery delivery,
      Callback.State state,
      @Nullable String error,
      @Nullable Instant next,
      Instant now) {
    database.write(sql -> settle(sql, delivery, state, error, next, now));
  }

  /** The end of an attempt that the transaction of somebody else's succeeds with. */
  static Proviso delivered(Delivery delivery) {
    return (sql, now) -> settle(sql, delivery, Callback.State.DELIVERED, null, null, now);
  }

  private static boolean settle(
      JdbcClient sql,
      Delivery delivery,
      Callback.State state,
      @Nullable String error,
      @Nullable Instant next,
      Instant now) {
    return sql.sql(SETTLE)
            .param("outcome", state.name())
            .param("next", next == null ? null : next.toEpochMilli())
            .param("error", error)
            .param("delivered", state == Callback.State.DELIVERED ? now.toEpochMilli() : null)
            .param("subject", delivery.id().toString())
            .param("kind", delivery.kind().name())
            .param("attempt", delivery.attempt())
            .update()
        == 1;
  }
}
