package io.forkyard.lock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock with what only its holder knows.
 *
 * @param lapsed the token that was last taken from its holder
 */
record LockRow(LockStatus status, @Nullable String token, @Nullable String lapsed) {

  static LockRow of(ResultSet row) throws SQLException {
    return new LockRow(status(row), row.getString("token"), row.getString("lapsed"));
  }

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

  static LockStatus status(ResultSet row) throws SQLException {
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

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
