package io.forkyard.lock;

import io.forkyard.line.LeaseTimer;
import io.forkyard.line.Refusal;
import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of locks. Each method is one transaction. */
final class LockStore implements Turns<LockSeeker, Optional<Acquired>>, LeaseTimer.Leases {

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

  /** Only when it is free, or its lease is over though nobody has ended it yet. */
  private static final String GRANT =
      """
      UPDATE lock
         SET fence = fence + 1, entries = 1, lapsed = COALESCE(token, lapsed), token = :token,
             holder = :holder, child = :child, since = :now, lease = :lease, lease_end = :end
       WHERE name = :name AND (token IS NULL OR lease_end <= :now)
      RETURNING fence
      """;

  private static final String HELD =
      " WHERE name = :name AND token = :token AND (lease_end IS NULL OR lease_end > :now)";

  /** A lease is never cut short. */
  private static final String REENTER =
      """
      UPDATE lock
         SET entries = entries + 1,
             lease = CASE WHEN lease < :lease THEN :lease ELSE lease END,
             lease_end = :now + CASE WHEN lease < :lease THEN :lease ELSE lease END
      """
          + HELD
          + " AND reentrant = 1 RETURNING *";

  private static final String RENEW = "UPDATE lock SET lease_end = :now + lease" + HELD;

  private static final String LEAVE = "UPDATE lock SET entries = entries - 1" + HELD;

  private static final String FREE =
      """
      UPDATE lock
         SET entries = 0, token = NULL, holder = NULL, child = NULL, since = NULL, lease = NULL,
             lease_end = NULL
      """;

  private static final String TAKE_AWAY = FREE + ", lapsed = token ";

  private static final String NEXT = "SELECT MIN(lease_end) FROM lock";

  private final Database database;
  private final Clock clock;

  LockStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
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
      return new Opened(created == 1, row(sql, name).map(Row::status));
    });
  }

  Optional<LockStatus> find(String name) {
    return database.read(sql -> row(sql, name).map(Row::status));
  }

  List<LockStatus> list(String after, int limit) {
    return database.read(sql ->
        sql.sql(LIST)
            .param("after", after)
            .param("limit", limit)
            .query((row, n) -> status(row))
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

  /** Grants a lock that is free to the first of them. */
  @Override
  public Optional<Turn<LockSeeker, Optional<Acquired>>> turn(
      String name, List<LockSeeker> seekers) {
    return database.write(sql -> {
      LockSeeker first = seekers.getFirst();
      Optional<Grant> grant = grant(sql, name, first);
      if (grant.isEmpty() && row(sql, name).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Turn<>(
              grant
                  .map(it -> Map.of(first, Optional.<Acquired>of(new Acquired.Granted(it))))
                  .orElse(Map.of()),
              0));
    });
  }

  private Optional<Grant> grant(JdbcClient sql, String name, LockSeeker seeker) {
    Instant now = now();
    Duration lease = seeker.holder.lease();
    Instant end = lease == null ? null : now.plusMillis(lease.toMillis());
    String holder = seeker.holder.label();
    return sql.sql(GRANT)
        .param("token", seeker.token)
        .param("holder", holder)
        .param("child", seeker.holder instanceof Holder.Child(String process) ? process : null)
        .param("now", now.toEpochMilli())
        .param("lease", lease == null ? null : lease.toMillis())
        .param("end", end == null ? null : end.toEpochMilli())
        .param("name", name)
        .query(Long.class)
        .optional()
        .map(fence -> new Grant(name, seeker.token, fence, holder, end));
  }

  /** As exact as it is stored. */
  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /**
   * Enters a lock once more.
   *
   * @return empty when the token holds it but the lock cannot be re-entered: it waits for itself
   */
  Optional<Acquired> reenter(String name, String token, @Nullable Duration lease) {
    return database.write(sql -> {
      Optional<Grant> grant =
          held(sql, REENTER, name, token)
              .param("lease", lease == null ? null : lease.toMillis())
              .query((row, n) ->
                  new Grant(
                      name,
                      token,
                      row.getLong("fence"),
                      row.getString("holder"),
                      instant(row, "lease_end")))
              .optional();
      return grant
          .<Optional<Acquired>>map(it -> Optional.of(new Acquired.Granted(it)))
          .orElseGet(() -> notReentered(row(sql, name), token));
    });
  }

  private Optional<Acquired> notReentered(Optional<Row> row, String token) {
    if (row.isEmpty()) {
      return Optional.of(new Acquired.Refused(Refusal.UNKNOWN));
    }
    return row.get().isHeldBy(token, now())
        ? Optional.empty()
        : Optional.of(new Acquired.NotOwner(row.get().status().reentrant()));
  }

  Released renew(String name, String token) {
    return database.write(sql ->
        held(sql, RENEW, name, token).update() == 1 ? new Released.Done() : why(sql, name, token));
  }

  Released release(String name, String token) {
    return database.write(sql ->
        held(sql, LEAVE + " AND entries > 1", name, token).update() == 1
                || held(sql, FREE + HELD, name, token).update() == 1
            ? new Released.Done()
            : why(sql, name, token));
  }

  private JdbcClient.StatementSpec held(JdbcClient sql, String text, String name, String token) {
    return sql.sql(text).param("name", name).param("token", token).param("now", clock.millis());
  }

  private Released why(JdbcClient sql, String name, String token) {
    Optional<Row> row = row(sql, name);
    return row.isEmpty() ? new Released.Unknown() : row.get().refusal(token, now());
  }

  /** Frees it whoever holds it, and however often. */
  Released breakOpen(String name) {
    return database.write(sql -> {
      int broken =
          sql.sql(TAKE_AWAY + "WHERE name = :name AND token IS NOT NULL")
              .param("name", name)
              .update();
      if (broken == 1) {
        return new Released.Done();
      }
      return row(sql, name)
          .<Released>map(row -> new Released.NotHeld(row.status().reentrant()))
          .orElseGet(Released.Unknown::new);
    });
  }

  /** Frees what a child holds and names it. */
  List<String> releaseAll(String child) {
    return database.write(sql ->
        sql.sql(TAKE_AWAY + "WHERE child = :child RETURNING name")
            .param("child", child)
            .query(String.class)
            .list());
  }

  /** Frees what children hold, all of them. */
  void releaseChildren() {
    database.write(sql -> sql.sql(TAKE_AWAY + "WHERE child IS NOT NULL").update());
  }

  @Override
  public Set<String> expire() {
    return database.write(sql ->
        new HashSet<>(
            sql.sql(TAKE_AWAY + "WHERE lease_end <= :now RETURNING name")
                .param("now", clock.millis())
                .query(String.class)
                .list()));
  }

  @Override
  public Optional<Instant> next() {
    return database.read(
        sql -> sql.sql(NEXT).query(Long.class).optional().map(Instant::ofEpochMilli));
  }

  /** A lock with what only its holder knows. */
  private record Row(LockStatus status, @Nullable String token, @Nullable String lapsed) {

    boolean isHeldBy(String token, Instant now) {
      return token.equals(this.token) && !isOver(now);
    }

    private boolean isOver(Instant now) {
      return status.expiresAt() != null && !status.expiresAt().isAfter(now);
    }

    /** Who lost the lock is told so also when nobody has it now. */
    Released refusal(String given, Instant now) {
      boolean free = token == null || isOver(now);
      return free && !given.equals(token) && !given.equals(lapsed)
          ? new Released.NotHeld(status.reentrant())
          : new Released.NotOwner(status.reentrant());
    }
  }

  private static Optional<Row> row(JdbcClient sql, String name) {
    return sql.sql(FIND)
        .param("name", name)
        .query((row, n) -> new Row(status(row), row.getString("token"), row.getString("lapsed")))
        .optional();
  }

  private static LockStatus status(ResultSet row) throws SQLException {
    return new LockStatus(
        row.getString("name"),
        row.getInt("reentrant") == 1,
        row.getInt("entries") > 0,
        row.getString("holder"),
        instant(row, "since"),
        instant(row, "lease_end"),
        row.getInt("entries"),
        row.getLong("fence"),
        0);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
