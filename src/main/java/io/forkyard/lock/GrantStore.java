package io.forkyard.lock;

import io.forkyard.line.LeaseTimer;
import io.forkyard.line.Refusal;
import io.forkyard.storage.Database;
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

/** The SQL of holding locks. Each method is one transaction. */
final class GrantStore implements Turns<LockSeeker, Optional<Acquired>>, LeaseTimer.Leases {

  static final String FIND = "SELECT * FROM lock WHERE name = :name";

  /** Only when it is free, or its lease is over though nobody has ended it yet. */
  static final String GRANT =
      """
      UPDATE lock
         SET fence = fence + 1, entries = 1, lapsed = COALESCE(token, lapsed), token = :token,
             holder = :holder, child = :child, since = :now, lease = :lease, lease_end = :end
       WHERE name = :name AND (token IS NULL OR lease_end <= :now)
      RETURNING fence
      """;

  static final String HELD =
      " WHERE name = :name AND token = :token AND (lease_end IS NULL OR lease_end > :now)";

  /** A lease is never cut short. */
  static final String REENTER =
      """
      UPDATE lock
         SET entries = entries + 1,
             lease = CASE WHEN lease < :lease THEN :lease ELSE lease END,
             lease_end = :now + CASE WHEN lease < :lease THEN :lease ELSE lease END
      """
          + HELD
          + " AND reentrant = 1 RETURNING *";

  static final String RENEW = "UPDATE lock SET lease_end = :now + lease" + HELD;

  static final String LEAVE = "UPDATE lock SET entries = entries - 1" + HELD;

  static final String FREE =
      """
      UPDATE lock
         SET entries = 0, token = NULL, holder = NULL, child = NULL, since = NULL, lease = NULL,
             lease_end = NULL
      """;

  static final String TAKE_AWAY = FREE + ", lapsed = token ";

  static final String NEXT = "SELECT MIN(lease_end) FROM lock WHERE lease_end IS NOT NULL";

  private final Database database;
  private final Clock clock;

  GrantStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Grants a lock that is free to the first of them. */
  @Override
  public Optional<Turn<LockSeeker, Optional<Acquired>>> turn(
      String name, List<LockSeeker> seekers) {
    return database.write(sql -> {
      LockSeeker first = seekers.getFirst();
      Optional<Grant> grant = grant(sql, name, first);
      if (grant.isEmpty() && find(sql, name).isEmpty()) {
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
                      LockRow.instant(row, "lease_end")))
              .optional();
      return grant
          .<Optional<Acquired>>map(it -> Optional.of(new Acquired.Granted(it)))
          .orElseGet(() -> notReentered(find(sql, name), token));
    });
  }

  private Optional<Acquired> notReentered(Optional<LockRow> row, String token) {
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
    Optional<LockRow> row = find(sql, name);
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
      return find(sql, name)
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

  private static Optional<LockRow> find(JdbcClient sql, String name) {
    return sql.sql(FIND).param("name", name).query((row, n) -> LockRow.of(row)).optional();
  }
}
