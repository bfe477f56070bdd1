package io.forkyard.lock;

import io.forkyard.storage.Database;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of locks as a whole. Each method is one transaction. */
final class LockStore {

  private static final String INSERT =
      """
      INSERT INTO lock (name, reentrant, fence)
      SELECT :name, :reentrant, (SELECT fence FROM lock_fence)
       WHERE (SELECT COUNT(*) FROM lock) < :locks
          ON CONFLICT DO NOTHING
      """;

  private static final String FIND = "SELECT * FROM lock WHERE name = :name";

  private static final String LIST =
      "SELECT * FROM lock WHERE name > :after ORDER BY name LIMIT :limit";

  private static final String DELETE = "DELETE FROM lock WHERE name = :name RETURNING fence";

  private static final String RAISE = "UPDATE lock_fence SET fence = :fence WHERE fence < :fence";

  private final Database database;

  LockStore(Database database) {
    this.database = database;
  }

  /** What became of a wish for a lock; the lock is as it stands then. */
  record Opened(boolean created, Optional<LockStatus> lock) {}

  Opened open(String name, boolean reentrant, int maxLocks) {
    return database.write(sql -> {
      int created =
          sql.sql(INSERT)
              .param("name", name)
              .param("reentrant", reentrant ? 1 : 0)
              .param("locks", maxLocks)
              .update();
      return new Opened(created == 1, find(sql, name));
    });
  }

  Optional<LockStatus> find(String name) {
    return database.read(sql -> find(sql, name));
  }

  private static Optional<LockStatus> find(JdbcClient sql, String name) {
    return sql.sql(FIND).param("name", name).query((row, n) -> LockRow.status(row)).optional();
  }

  List<LockStatus> list(String after, int limit) {
    return database.read(sql ->
        sql.sql(LIST)
            .param("after", after)
            .param("limit", limit)
            .query((row, n) -> LockRow.status(row))
            .list());
  }

  /** Whether it was there. */
  boolean delete(String name) {
    return database.write(sql -> {
      Optional<Long> fence = sql.sql(DELETE).param("name", name).query(Long.class).optional();
      fence.ifPresent(last -> sql.sql(RAISE).param("fence", last).update());
      return fence.isPresent();
    });
  }
}
