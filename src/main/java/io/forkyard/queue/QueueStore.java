package io.forkyard.queue;

import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of queues as a whole, and of reading their items. Each method is one transaction. */
final class QueueStore {

  private static final String INSERT =
      """
      INSERT INTO queue (name, maxsize, max_deliveries)
      SELECT :name, :maxsize, :deliveries
       WHERE (SELECT COUNT(*) FROM queue) < :queues
          ON CONFLICT DO NOTHING
      """;

  static final String FIND = "SELECT * FROM queue WHERE name = :name";

  private static final String LIST = "SELECT * FROM queue WHERE name > :after ORDER BY name";

  private static final String CLOSE = "UPDATE queue SET closed = 1 WHERE name = :name";

  private static final String DELETE = "DELETE FROM queue WHERE name = :name";

  static final String TASK_DONE =
      """
      UPDATE queue SET unfinished = unfinished - 1 WHERE name = :name AND unfinished > 0
      RETURNING unfinished
      """;

  private static final String PURGED =
      """
      SELECT COUNT(*) AS items, COALESCE(SUM(bytes), 0) AS bytes FROM queue_item
       WHERE queue = :name AND state = :state
      """;

  private static final String PURGE =
      "DELETE FROM queue_item WHERE queue = :name AND state = :state";

  /** Items that were called done before they were got leave less to take off. */
  private static final String COUNT_PURGED =
      """
      UPDATE queue
         SET ready = ready - :ready, dead = dead - :dead, bytes = bytes - :bytes,
             unfinished = CASE WHEN unfinished > :items THEN unfinished - :items ELSE 0 END
       WHERE name = :name
      """;

  static final String PEEK =
      """
      SELECT position, item FROM queue_item
       WHERE queue = :name AND state = :state AND position > :after
       ORDER BY position
       LIMIT :limit
      """;

  /** A page ends after so many characters of items. */
  private static final int PAGE_CHARACTERS = 8_000_000;

  private final Database database;

  QueueStore(Database database) {
    this.database = database;
  }

  /** What became of a wish for a queue; the queue is as it stands then. */
  record Opened(boolean created, Optional<QueueStatus> queue) {}

  Opened open(String name, QueueSettings wanted, int maxQueues) {
    return database.write(sql -> {
      int deliveries =
          wanted.maxDeliveries() == null ? QueueSettings.MAX_DELIVERIES : wanted.maxDeliveries();
      int created =
          sql.sql(INSERT)
              .param("name", name)
              .param("maxsize", wanted.maxsize())
              .param("deliveries", deliveries)
              .param("queues", maxQueues)
              .update();
      return new Opened(created == 1, find(sql, name));
    });
  }

  Optional<QueueStatus> find(String name) {
    return database.read(sql -> find(sql, name));
  }

  private static Optional<QueueStatus> find(JdbcClient sql, String name) {
    return sql.sql(FIND).param("name", name).query((row, n) -> status(row)).optional();
  }

  List<QueueStatus> list(String after, int limit) {
    return database.read(sql ->
        sql.sql(LIST + " LIMIT :limit")
            .param("after", after)
            .param("limit", limit)
            .query((row, n) -> status(row))
            .list());
  }

  private static QueueStatus status(ResultSet row) throws SQLException {
    return new QueueStatus(
        row.getString("name"),
        row.getInt("maxsize"),
        row.getInt("max_deliveries"),
        row.getInt("closed") == 1,
        row.getInt("ready"),
        row.getInt("lent"),
        row.getInt("dead"),
        row.getLong("unfinished"),
        row.getLong("bytes"),
        0,
        0);
  }

  /** Whether it was there. */
  boolean close(String name) {
    return database.write(sql -> sql.sql(CLOSE).param("name", name).update() == 1);
  }

  /** Whether it was there. */
  boolean delete(String name) {
    return database.write(sql -> sql.sql(DELETE).param("name", name).update() == 1);
  }

  /** What is unfinished now; empty when nothing was, or there is no such queue. */
  OptionalLong taskDone(String name) {
    return database.write(sql ->
        sql.sql(TASK_DONE)
            .param("name", name)
            .query(Long.class)
            .optional()
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()));
  }

  /** Removes what is ready, or the dead letters. Whether the queue was there. */
  boolean purge(String name, ItemState state) {
    return database.write(sql -> {
      Purged purged =
          sql.sql(PURGED)
              .param("name", name)
              .param("state", state.name())
              .query((row, n) -> new Purged(row.getInt("items"), row.getLong("bytes")))
              .single();
      sql.sql(PURGE).param("name", name).param("state", state.name()).update();
      return sql.sql(COUNT_PURGED)
              .param("ready", state == ItemState.READY ? purged.items() : 0)
              .param("dead", state == ItemState.DEAD ? purged.items() : 0)
              .param("items", purged.items())
              .param("bytes", purged.bytes())
              .param("name", name)
              .update()
          == 1;
    });
  }

  private record Purged(int items, long bytes) {}

  /** Items in order; fewer than the limit when they are large. */
  Optional<ItemPage> items(String name, ItemState state, @Nullable Long after, int limit) {
    return database.read(sql ->
        find(sql, name)
            .map(queue ->
                sql.sql(PEEK)
                    .param("name", name)
                    .param("state", state.name())
                    .param("after", after == null ? Long.MIN_VALUE : after)
                    .param("limit", limit + 1)
                    .query((ResultSetExtractor<ItemPage>) rows -> page(rows, limit))));
  }

  private static ItemPage page(ResultSet rows, int limit) throws SQLException {
    List<String> items = new ArrayList<>();
    long last = Long.MIN_VALUE;
    long characters = 0;
    while (rows.next()) {
      if (items.size() == limit || characters > PAGE_CHARACTERS) {
        return new ItemPage(items, last, true);
      }
      String item = rows.getString("item");
      items.add(item);
      last = rows.getLong("position");
      characters += item.length();
    }
    return new ItemPage(items, last, false);
  }
}
