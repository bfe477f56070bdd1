package io.forkyard.queue;

import io.forkyard.queue.Exchange.Level;
import io.forkyard.queue.Exchange.Put;
import io.forkyard.queue.Exchange.Verdict;
import io.forkyard.queue.Exchange.Wish;
import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of putting, and the transaction in which puts and gets of a queue meet. */
final class ExchangeStore {

  static final String HOLD =
      "SELECT maxsize, closed, next_position, ready, lent, bytes FROM queue WHERE name = :queue";

  static final String INSERT =
      """
      INSERT INTO queue_item (queue, position, id, state, item, bytes, put_at)
      VALUES (:queue, :position, :id, 'READY', :item, :bytes, :putAt)
      """;

  static final String COUNT =
      """
      UPDATE queue
         SET ready = ready + :items, unfinished = unfinished + :items, bytes = bytes + :bytes,
             next_position = next_position + :items
       WHERE name = :queue
      """;

  private final Database database;
  private final TakeStore takes;
  private final Clock clock;
  private final QueueProperties properties;

  ExchangeStore(Database database, TakeStore takes, Clock clock, QueueProperties properties) {
    this.database = database;
    this.takes = takes;
    this.clock = clock;
    this.properties = properties;
  }

  /**
   * Stores the puts that fit, in their order and none past one that does not, and then fulfils
   * wishes in theirs.
   */
  Exchange exchange(String queue, List<Put> puts, List<Wish> wishes) {
    return database.write(sql -> {
      Optional<Held> held =
          sql.sql(HOLD).param("queue", queue).query((row, n) -> held(queue, row)).optional();
      if (held.isEmpty()) {
        return new Exchange.NoQueue();
      }
      return held.get().closed()
          ? new Exchange.Closed()
          : exchange(sql, held.get(), puts, wishes, clock.instant());
    });
  }

  /** The queue's row at the start of the transaction. */
  private record Held(String queue, boolean closed, long next, Level level) {}

  private Held held(String queue, ResultSet row) throws SQLException {
    int ready = row.getInt("ready");
    int capacity = capacity(row.getInt("maxsize"));
    return new Held(
        queue,
        row.getInt("closed") == 1,
        row.getLong("next_position"),
        new Level(
            ready,
            capacity - ready - row.getInt("lent"),
            properties.maxBytes().toBytes() - row.getLong("bytes"),
            capacity));
  }

  private int capacity(int maxsize) {
    return maxsize == 0 ? properties.maxItems() : Math.min(maxsize, properties.maxItems());
  }

  private Exchange exchange(
      JdbcClient sql, Held held, List<Put> puts, List<Wish> wishes, Instant now) {
    Level level = held.level();
    List<Verdict> verdicts = new ArrayList<>();
    List<Draft> stored = new ArrayList<>();
    boolean blocked = false;
    for (Put put : puts) {
      Verdict verdict = level.verdict(put.drafts(), blocked);
      blocked |= verdict == Verdict.NO_ROOM;
      if (verdict == Verdict.STORED && !put.proviso().write(sql, now)) {
        verdict = Verdict.REPEATED;
      }
      if (verdict == Verdict.STORED) {
        stored.addAll(put.drafts());
        level = level.plus(put.drafts());
      }
      verdicts.add(verdict);
    }
    store(sql, held, stored, now);
    List<List<Item>> taken =
        level.ready() == 0 ? List.of() : takes.take(sql, held.queue(), wishes, now);
    return new Exchange.Done(verdicts, taken, level.minus(taken));
  }

  private static void store(JdbcClient sql, Held held, List<Draft> drafts, Instant now) {
    long position = held.next();
    for (Draft draft : drafts) {
      sql.sql(INSERT)
          .param("queue", held.queue())
          .param("position", position++)
          .param("id", draft.id())
          .param("item", draft.json())
          .param("bytes", draft.bytes())
          .param("putAt", now.toEpochMilli())
          .update();
    }
    if (!drafts.isEmpty()) {
      sql.sql(COUNT)
          .param("items", drafts.size())
          .param("bytes", Level.size(drafts))
          .param("queue", held.queue())
          .update();
    }
  }
}
