package io.forkyard.lock;

import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of events. Each method is one transaction. */
final class EventStore implements Turns<EventWaiter, Awaited> {

  private static final String INSERT =
      """
      INSERT INTO event (name)
      SELECT :name
       WHERE (SELECT COUNT(*) FROM event) < :events
          ON CONFLICT DO NOTHING
      """;

  static final String FIND = "SELECT * FROM event WHERE name = :name";

  private static final String LIST =
      "SELECT * FROM event WHERE name > :after ORDER BY name LIMIT :limit";

  static final String SET = "UPDATE event SET is_set = 1, sets = sets + 1 WHERE name = :name";

  static final String CLEAR = "UPDATE event SET is_set = 0 WHERE name = :name";

  private static final String DELETE = "DELETE FROM event WHERE name = :name";

  private final Database database;

  EventStore(Database database) {
    this.database = database;
  }

  /**
   * An event.
   *
   * @param sets how often it was set
   */
  record State(String name, boolean set, long sets) {

    /** Whether a wait that began when it had been set so often is over. */
    boolean ends(EventWaiter waiter) {
      return set || sets > waiter.sets;
    }
  }

  /** What became of a wish for an event; it is as it stands then. */
  record Opened(boolean created, Optional<State> event) {}

  Opened open(String name, int maxEvents) {
    return database.write(sql -> {
      int created = sql.sql(INSERT).param("name", name).param("events", maxEvents).update();
      return new Opened(created == 1, find(sql, name));
    });
  }

  Optional<State> find(String name) {
    return database.read(sql -> find(sql, name));
  }

  private static Optional<State> find(JdbcClient sql, String name) {
    return sql.sql(FIND).param("name", name).query((row, n) -> state(row)).optional();
  }

  List<State> list(String after, int limit) {
    return database.read(sql ->
        sql.sql(LIST)
            .param("after", after)
            .param("limit", limit)
            .query((row, n) -> state(row))
            .list());
  }

  private static State state(ResultSet row) throws SQLException {
    return new State(row.getString("name"), row.getInt("is_set") == 1, row.getLong("sets"));
  }

  /** Whether it is there. */
  boolean set(String name) {
    return database.write(sql -> sql.sql(SET).param("name", name).update() == 1);
  }

  /** Whether it is there. */
  boolean clear(String name) {
    return database.write(sql -> sql.sql(CLEAR).param("name", name).update() == 1);
  }

  /** Whether it was there. */
  boolean delete(String name) {
    return database.write(sql -> sql.sql(DELETE).param("name", name).update() == 1);
  }

  @Override
  public Optional<Turn<EventWaiter, Awaited>> turn(String name, List<EventWaiter> waiters) {
    return find(name)
        .map(event -> {
          Map<EventWaiter, Awaited> served =
              waiters.stream()
                  .filter(event::ends)
                  .collect(Collectors.toMap(waiter -> waiter, waiter -> new Awaited.Happened()));
          return new Turn<>(served, served.isEmpty() ? 0 : Long.MAX_VALUE);
        });
  }
}
