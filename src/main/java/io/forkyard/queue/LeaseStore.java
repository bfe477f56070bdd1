package io.forkyard.queue;

import io.forkyard.line.LeaseTimer;
import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of lent items and of dead letters. Each method is one transaction. */
final class LeaseStore implements LeaseTimer.Leases {

  private static final String LENT =
      """
      FROM queue_item
       WHERE queue = :queue AND state = 'LENT' AND lease_token = :token AND lease_end > :now
      """;

  static final String ACK = "DELETE " + LENT + " RETURNING bytes";

  private static final String COUNT_ACK =
      "UPDATE queue SET lent = lent - 1, bytes = bytes - :bytes WHERE name = :queue";

  static final String FIND = "SELECT queue, position " + LENT;

  static final String DUE =
      "SELECT queue, position FROM queue_item WHERE state = 'LENT' AND lease_end <= :now";

  static final String OF_CHILD =
      "SELECT queue, position FROM queue_item WHERE lease_child = :child";

  /** Guarded by the state, so that a lease ends once. */
  static final String END =
      """
      UPDATE queue_item
         SET state = CASE
               WHEN deliveries < (SELECT max_deliveries FROM queue WHERE name = queue_item.queue)
               THEN 'READY' ELSE 'DEAD' END,
             lapsed_token = lease_token, lease_token = NULL, lease = NULL, lease_end = NULL,
             lease_child = NULL
       WHERE queue = :queue AND position = :position AND state = 'LENT'
      RETURNING state
      """;

  private static final String COUNT_END =
      """
      UPDATE queue SET lent = lent - 1, ready = ready + :ready, dead = dead + :dead
       WHERE name = :queue
      """;

  static final String EXTEND =
      """
      UPDATE queue_item
         SET lease = COALESCE(:lease, lease), lease_end = :now + COALESCE(:lease, lease)
       WHERE queue = :queue AND state = 'LENT' AND lease_token = :token AND lease_end > :now
      """;

  static final String NEXT = "SELECT MIN(lease_end) FROM queue_item WHERE state = 'LENT'";

  private static final String ROOM =
      "SELECT CASE WHEN maxsize = 0 THEN dead ELSE maxsize - ready - lent END FROM queue"
          + " WHERE name = :queue";

  static final String DEAD =
      """
      SELECT position FROM queue_item WHERE queue = :queue AND state = 'DEAD'
       ORDER BY position LIMIT :items
      """;

  static final String REVIVE =
      """
      UPDATE queue_item SET state = 'READY', deliveries = 0,
             position = (SELECT next_position FROM queue WHERE name = :queue)
       WHERE queue = :queue AND position = :position
      """;

  private static final String COUNT_REVIVED =
      """
      UPDATE queue SET ready = ready + 1, dead = dead - 1, next_position = next_position + 1
       WHERE name = :queue
      """;

  private final Database database;
  private final Clock clock;

  LeaseStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Where a lent item is. */
  private record Spot(String queue, long position) {}

  /** Whether the lease was still held. The item is gone then. */
  boolean ack(String queue, String token) {
    return database.write(sql -> {
      Optional<Integer> bytes = held(sql, ACK, queue, token).query(Integer.class).optional();
      bytes.ifPresent(
          size -> sql.sql(COUNT_ACK).param("bytes", size).param("queue", queue).update());
      return bytes.isPresent();
    });
  }

  /** Whether the lease was still held. The item is back then, or a dead letter. */
  boolean nack(String queue, String token) {
    return database.write(sql -> {
      Optional<Spot> spot = held(sql, FIND, queue, token).query((row, n) -> spot(row)).optional();
      spot.ifPresent(lent -> end(sql, lent));
      return spot.isPresent();
    });
  }

  /**
   * Whether the lease was still held.
   *
   * @param lease how long it lasts from now on; null for as long as before
   */
  boolean extend(String queue, String token, @Nullable Duration lease) {
    Long length = lease == null ? null : lease.toMillis();
    return database.write(
        sql -> held(sql, EXTEND, queue, token).param("lease", length).update() == 1);
  }

  private JdbcClient.StatementSpec held(JdbcClient sql, String text, String queue, String token) {
    return sql.sql(text).param("queue", queue).param("token", token).param("now", clock.millis());
  }

  @Override
  public Set<String> expire() {
    return database.write(sql -> endAll(sql, sql.sql(DUE).param("now", clock.millis())));
  }

  /** Ends what is lent to a child and names the queues. */
  Set<String> releaseAll(String child) {
    return database.write(sql -> endAll(sql, sql.sql(OF_CHILD).param("child", child)));
  }

  private static Set<String> endAll(JdbcClient sql, JdbcClient.StatementSpec which) {
    List<Spot> lent = which.query((row, n) -> spot(row)).list();
    lent.forEach(spot -> end(sql, spot));
    return lent.stream().map(Spot::queue).collect(Collectors.toSet());
  }

  private static Spot spot(ResultSet row) throws SQLException {
    return new Spot(row.getString("queue"), row.getLong("position"));
  }

  private static void end(JdbcClient sql, Spot lent) {
    String state =
        sql.sql(END)
            .param("queue", lent.queue())
            .param("position", lent.position())
            .query(String.class)
            .single();
    boolean ready = state.equals(ItemState.READY.name());
    sql.sql(COUNT_END)
        .param("ready", ready ? 1 : 0)
        .param("dead", ready ? 0 : 1)
        .param("queue", lent.queue())
        .update();
  }

  @Override
  public Optional<Instant> next() {
    return database.read(
        sql -> sql.sql(NEXT).query(Long.class).optional().map(Instant::ofEpochMilli));
  }

  /** Puts dead letters at the end of their queue, oldest first, as many as there is room for. */
  int requeue(String queue) {
    return database.write(sql -> {
      int room =
          Math.max(
              0, sql.sql(ROOM).param("queue", queue).query(Integer.class).optional().orElse(0));
      List<Long> dead =
          sql.sql(DEAD).param("queue", queue).param("items", room).query(Long.class).list();
      for (long position : dead) {
        sql.sql(REVIVE).param("queue", queue).param("position", position).update();
        sql.sql(COUNT_REVIVED).param("queue", queue).update();
      }
      return dead.size();
    });
  }
}
