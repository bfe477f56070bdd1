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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of putting, and the transaction in which puts and gets of a queue meet. */
final class ExchangeStore {

  static final String HOLD =
      "SELECT maxsize, closed, next_position, ready, lent, bytes FROM queue WHERE name = :queue";

  private static final String INSERT =
      "INSERT INTO queue_item (queue, position, id, state, item, bytes, put_at) VALUES ";

  private static final String ROW = "(?, ?, ?, 'READY', ?, ?, ?)";

  /** How many rows a statement inserts, largest first. */
  private static final List<Integer> ROWS = List.of(100, 10, 1);

  static final String COUNT =
      """
      UPDATE queue
         SET ready = ready + :put - :taken, lent = lent + :lent, unfinished = unfinished + :put,
             bytes = bytes + :bytes, next_position = next_position + :put
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
   * wishes in theirs. What somebody takes at once is counted and never written.
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
    List<Item> fresh = positioned(held, stored, now);
    Turn turn = turn(sql, held, fresh, wishes);
    store(sql, turn.stored());
    takes.take(sql, held.queue(), turn, now);
    count(sql, held.queue(), fresh, turn);
    return new Exchange.Done(verdicts, turn.taken(), level.minus(turn.taken()));
  }

  private Turn turn(JdbcClient sql, Held held, List<Item> fresh, List<Wish> wishes) {
    int wanted = wishes.stream().mapToInt(Wish::max).sum();
    int ready = held.level().ready();
    List<Item> head = wanted == 0 || ready == 0 ? List.of() : takes.head(sql, held.queue(), wanted);
    return Turn.of(head, head.size() == ready, fresh, wishes);
  }

  private static List<Item> positioned(Held held, List<Draft> drafts, Instant now) {
    List<Item> items = new ArrayList<>(drafts.size());
    long position = held.next();
    for (Draft draft : drafts) {
      items.add(
          new Item(
              held.queue(), position++, draft.id(), draft.json(), draft.bytes(), 0, now, null));
    }
    return items;
  }

  /** Many in a statement, which takes a fraction of the time of as many statements. */
  private static void store(JdbcClient sql, List<Item> items) {
    int from = 0;
    for (int rows : ROWS) {
      while (items.size() - from >= rows) {
        insert(sql, items.subList(from, from + rows));
        from += rows;
      }
    }
  }

  private static void insert(JdbcClient sql, List<Item> items) {
    List<Object> values = new ArrayList<>();
    for (Item item : items) {
      values.addAll(
          List.of(
              item.queue(),
              item.position(),
              item.id(),
              item.json(),
              item.bytes(),
              item.putAt().toEpochMilli()));
    }
    String rows = String.join(", ", Collections.nCopies(items.size(), ROW));
    sql.sql(INSERT + rows).params(values).update();
  }

  private static void count(JdbcClient sql, String queue, List<Item> fresh, Turn turn) {
    List<Item> taken = turn.taken().stream().flatMap(List::stream).toList();
    List<Item> lent = turn.lent().stream().map(Turn.Lent::item).toList();
    if (!fresh.isEmpty() || !taken.isEmpty()) {
      sql.sql(COUNT)
          .param("put", fresh.size())
          .param("taken", taken.size())
          .param("lent", lent.size())
          .param("bytes", bytes(fresh) + bytes(lent) - bytes(taken))
          .param("queue", queue)
          .update();
    }
  }

  private static long bytes(List<Item> items) {
    return items.stream().mapToLong(Item::bytes).sum();
  }
}
