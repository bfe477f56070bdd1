package io.forkyard.queue;

import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of taking items from the head, and of putting them back there untouched. */
final class TakeStore {

  static final String HEAD =
      """
      SELECT position, id, item, bytes, deliveries, put_at
        FROM queue_item
       WHERE queue = :queue AND state = 'READY'
       ORDER BY position
       LIMIT :items
      """;

  /** What is between those that are removed is lent, in the same transaction. */
  static final String REMOVE =
      """
      DELETE FROM queue_item
       WHERE queue = :queue AND position BETWEEN :first AND :last AND state = 'READY'
      """;

  static final String LEND =
      """
      UPDATE queue_item
         SET state = 'LENT', deliveries = deliveries + 1, lease_token = :token, lease = :lease,
             lease_end = :end, lease_child = :child
       WHERE queue = :queue AND position = :position
      """;

  static final String COUNT =
      """
      UPDATE queue SET ready = ready - :items, lent = lent + :lent, bytes = bytes - :bytes
       WHERE name = :queue
      """;

  static final String INSERT =
      """
      INSERT INTO queue_item (queue, position, id, state, item, bytes, deliveries, put_at)
      VALUES (:queue, :position, :id, 'READY', :item, :bytes, :deliveries, :putAt)
          ON CONFLICT DO NOTHING
      """;

  static final String UNLEND =
      """
      UPDATE queue_item
         SET state = 'READY', deliveries = deliveries - 1, lease_token = NULL, lease = NULL,
             lease_end = NULL, lease_child = NULL
       WHERE queue = :queue AND state = 'LENT' AND lease_token = :token
      """;

  private static final String LAPSED =
      " WHERE queue = :queue AND position = :position AND lapsed_token = :token";

  static final String COUNT_REVIVED =
      """
      UPDATE queue SET ready = ready + 1, dead = dead - 1
       WHERE name = :queue AND EXISTS (SELECT 1 FROM queue_item
      """
          + LAPSED
          + " AND state = 'DEAD')";

  /** The lease has ended before it was known that nobody had heard of it. */
  static final String UNCOUNT =
      """
      UPDATE queue_item
         SET state = CASE WHEN state = 'DEAD' THEN 'READY' ELSE state END,
             deliveries = deliveries - 1, lapsed_token = NULL
      """
          + LAPSED;

  static final String KNOWN =
      "SELECT COUNT(*) FROM queue WHERE name = :queue AND next_position > :position";

  private final Database database;

  TakeStore(Database database) {
    this.database = database;
  }

  /** Part of an exchange: the items at the head, so many at most and fewer when they are large. */
  List<Item> head(JdbcClient sql, String queue, int items) {
    return sql.sql(HEAD)
        .param("queue", queue)
        .param("items", items)
        .query((ResultSetExtractor<List<Item>>) rows -> head(queue, rows));
  }

  private static List<Item> head(String queue, ResultSet rows) throws SQLException {
    List<Item> head = new ArrayList<>();
    long characters = 0;
    while (characters < Turn.CHARACTERS && rows.next()) {
      Item item = item(queue, rows);
      head.add(item);
      characters += item.json().length();
    }
    return head;
  }

  private static Item item(String queue, ResultSet row) throws SQLException {
    return new Item(
        queue,
        row.getLong("position"),
        row.getString("id"),
        row.getString("item"),
        row.getInt("bytes"),
        row.getInt("deliveries"),
        Instant.ofEpochMilli(row.getLong("put_at")),
        null);
  }

  /** Part of an exchange: lends and removes what was handed out, which is stored by now. */
  void take(JdbcClient sql, String queue, Turn turn, Instant now) {
    for (Turn.Lent lent : turn.lent()) {
      sql.sql(LEND)
          .param("token", lent.item().token())
          .param("lease", lent.lease().toMillis())
          .param("end", now.plus(lent.lease()).toEpochMilli())
          .param("child", lent.child())
          .param("queue", queue)
          .param("position", lent.item().position())
          .update();
    }
    if (!turn.removed().isEmpty()) {
      sql.sql(REMOVE)
          .param("queue", queue)
          .param("first", turn.removed().getFirst().position())
          .param("last", turn.removed().getLast().position())
          .update();
    }
  }

  private static void count(JdbcClient sql, String queue, int items, int lent, long bytes) {
    if (items != 0) {
      sql.sql(COUNT)
          .param("items", items)
          .param("lent", lent)
          .param("bytes", bytes)
          .param("queue", queue)
          .update();
    }
  }

  /**
   * Makes as if they had never been taken, and tells of which; saying so twice is saying it once.
   * Those of a queue that is gone went with it, and one whose lease has ended is back already.
   */
  List<Item> giveBack(List<Item> items) {
    return database.write(sql ->
        items.stream()
            .filter(item ->
                sql.sql(KNOWN)
                        .param("queue", item.queue())
                        .param("position", item.position())
                        .query(Integer.class)
                        .single()
                    == 1)
            .filter(item -> giveBack(sql, item))
            .toList());
  }

  /** Whether it was not back already. */
  private static boolean giveBack(JdbcClient sql, Item item) {
    if (item.token() == null) {
      int items = insert(sql, item);
      count(sql, item.queue(), -items, 0, -items * item.bytes());
      return items == 1;
    }
    boolean lent = unlend(sql, item) == 1;
    if (lent) {
      count(sql, item.queue(), -1, -1, 0);
    } else {
      lapsed(sql, COUNT_REVIVED, item);
      lapsed(sql, UNCOUNT, item);
    }
    return lent;
  }

  private static int insert(JdbcClient sql, Item item) {
    return sql.sql(INSERT)
        .param("queue", item.queue())
        .param("position", item.position())
        .param("id", item.id())
        .param("item", item.json())
        .param("bytes", item.bytes())
        .param("deliveries", item.deliveries())
        .param("putAt", item.putAt().toEpochMilli())
        .update();
  }

  private static int unlend(JdbcClient sql, Item item) {
    return sql.sql(UNLEND).param("queue", item.queue()).param("token", item.token()).update();
  }

  private static void lapsed(JdbcClient sql, String text, Item item) {
    sql.sql(text)
        .param("queue", item.queue())
        .param("position", item.position())
        .param("token", item.token())
        .update();
  }
}
