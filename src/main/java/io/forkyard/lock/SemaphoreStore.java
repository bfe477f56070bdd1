package io.forkyard.lock;

import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of semaphores. Each method is one transaction. */
final class SemaphoreStore implements Turns<PermitSeeker, Permit> {

  private static final String INSERT =
      """
      INSERT INTO semaphore (name, initial, bounded, value)
      SELECT :name, :initial, :bounded, :initial
       WHERE (SELECT COUNT(*) FROM semaphore) < :semaphores
          ON CONFLICT DO NOTHING
      """;

  static final String FIND = "SELECT * FROM semaphore WHERE name = :name";

  private static final String LIST =
      "SELECT * FROM semaphore WHERE name > :after ORDER BY name LIMIT :limit";

  private static final String DELETE = "DELETE FROM semaphore WHERE name = :name";

  static final String TAKE = "UPDATE semaphore SET value = value - :permits WHERE name = :name";

  static final String NOTE =
      """
      INSERT INTO permit (semaphore, child, permits) VALUES (:name, :child, 1)
          ON CONFLICT (semaphore, child) DO UPDATE SET permits = permit.permits + 1
      """;

  static final String GIVE =
      """
      UPDATE semaphore SET value = value + 1
       WHERE name = :name AND value < CASE WHEN bounded = 1 THEN initial ELSE 2147483647 END
      """;

  static final String FORGET_LAST =
      "DELETE FROM permit WHERE semaphore = :name AND child = :child AND permits = 1";

  static final String FORGET_ONE =
      """
      UPDATE permit SET permits = permits - 1
       WHERE semaphore = :name AND child = :child AND permits > 1
      """;

  /** The child's own first, then what was taken for nobody, then the oldest child's. */
  static final String WHOSE =
      """
      SELECT child FROM permit
       WHERE semaphore = :name
       ORDER BY CASE WHEN child = :child THEN 0 ELSE 1 END, child
       LIMIT 1
      """;

  static final String HELD = "SELECT semaphore, permits FROM permit";

  /** Above the first value are only permits that were released, not acquired. */
  static final String GIVE_ALL =
      """
      UPDATE semaphore
         SET value = CASE WHEN value >= initial THEN value
                          WHEN value + :permits > initial THEN initial
                          ELSE value + :permits END
       WHERE name = :name
      """;

  static final String FORGET_ALL = "DELETE FROM permit";

  static final String OF_CHILD = " WHERE child = :child";

  /** Has the permits that callers over HTTP took. It comes before every child. */
  private static final String NOBODY = "";

  private final Database database;

  SemaphoreStore(Database database) {
    this.database = database;
  }

  /** What became of a wish for a semaphore; it is as it stands then. */
  record Opened(boolean created, Optional<SemaphoreStatus> semaphore) {}

  Opened open(String name, int initial, boolean bounded, int maxSemaphores) {
    return database.write(sql -> {
      int created =
          sql.sql(INSERT)
              .param("name", name)
              .param("initial", initial)
              .param("bounded", bounded ? 1 : 0)
              .param("semaphores", maxSemaphores)
              .update();
      return new Opened(created == 1, find(sql, name));
    });
  }

  Optional<SemaphoreStatus> find(String name) {
    return database.read(sql -> find(sql, name));
  }

  private static Optional<SemaphoreStatus> find(JdbcClient sql, String name) {
    return sql.sql(FIND).param("name", name).query((row, n) -> status(row)).optional();
  }

  List<SemaphoreStatus> list(String after, int limit) {
    return database.read(sql ->
        sql.sql(LIST)
            .param("after", after)
            .param("limit", limit)
            .query((row, n) -> status(row))
            .list());
  }

  private static SemaphoreStatus status(ResultSet row) throws SQLException {
    return new SemaphoreStatus(
        row.getString("name"),
        row.getInt("value"),
        row.getInt("initial"),
        row.getInt("bounded") == 1,
        0);
  }

  /** Whether it was there. */
  boolean delete(String name) {
    return database.write(sql -> sql.sql(DELETE).param("name", name).update() == 1);
  }

  /** Gives permits to the first of them, as many as are left. */
  @Override
  public Optional<Turn<PermitSeeker, Permit>> turn(String name, List<PermitSeeker> seekers) {
    return database.write(sql -> find(sql, name).map(semaphore -> take(sql, semaphore, seekers)));
  }

  private static Turn<PermitSeeker, Permit> take(
      JdbcClient sql, SemaphoreStatus semaphore, List<PermitSeeker> seekers) {
    Map<PermitSeeker, Permit> served = new LinkedHashMap<>();
    int left = semaphore.value();
    for (PermitSeeker seeker : seekers.subList(0, Math.min(left, seekers.size()))) {
      sql.sql(NOTE).param("name", semaphore.name()).param("child", id(seeker.child)).update();
      served.put(seeker, new Permit.Taken(--left));
    }
    sql.sql(TAKE).param("permits", served.size()).param("name", semaphore.name()).update();
    return new Turn<>(served, left);
  }

  private static String id(Holder.@Nullable Child child) {
    return child == null ? NOBODY : child.process();
  }

  /**
   * Whether there was room for one more. As in Python anybody may release what others have, or
   * nobody has; what somebody has is theirs no more then.
   *
   * @param alive is asked within the transaction; what a dead child has may be back before it
   */
  boolean release(String name, Holder.@Nullable Child child, BooleanSupplier alive) {
    return database.write(sql -> {
      String holder = whose(sql, name, id(child));
      boolean may = holder.equals(id(child)) || alive.getAsBoolean();
      if (!may || !give(sql, name)) {
        return false;
      }
      var unused = forget(sql, name, holder);
      return true;
    });
  }

  private static String whose(JdbcClient sql, String name, String child) {
    return sql.sql(WHOSE)
        .param("name", name)
        .param("child", child)
        .query(String.class)
        .optional()
        .orElse(NOBODY);
  }

  /** Undoes a turn, unless the permit is back already. Whether it was not. */
  boolean giveBack(String name, Holder.@Nullable Child child) {
    return database.write(sql -> forget(sql, name, id(child)) && give(sql, name));
  }

  private static boolean give(JdbcClient sql, String name) {
    return sql.sql(GIVE).param("name", name).update() == 1;
  }

  /** Whether it had one. */
  private static boolean forget(JdbcClient sql, String name, String child) {
    return sql.sql(FORGET_ONE).param("name", name).param("child", child).update() == 1
        || sql.sql(FORGET_LAST).param("name", name).param("child", child).update() == 1;
  }

  /** Gives back what a child has, and names the semaphores. */
  Set<String> releaseAll(String child) {
    return database.write(sql -> {
      Set<String> names = giveBack(sql, sql.sql(HELD + OF_CHILD).param("child", child));
      sql.sql(FORGET_ALL + OF_CHILD).param("child", child).update();
      return names;
    });
  }

  private record Held(String semaphore, int permits) {}

  private static Set<String> giveBack(JdbcClient sql, JdbcClient.StatementSpec query) {
    Set<String> names = new HashSet<>();
    List<Held> all =
        query.query((row, n) -> new Held(row.getString("semaphore"), row.getInt("permits"))).list();
    for (Held held : all) {
      sql.sql(GIVE_ALL).param("permits", held.permits()).param("name", held.semaphore()).update();
      names.add(held.semaphore());
    }
    return names;
  }
}
