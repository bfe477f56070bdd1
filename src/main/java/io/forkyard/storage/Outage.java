package io.forkyard.storage;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Failures that are the database's and not those of what was asked of it: no room, no right to
 * write, no connection. The same request may succeed later.
 */
public final class Outage {

  /** Result codes without their extensions (sqlite.org/rescode.html). */
  private static final Set<Integer> SQLITE =
      Set.of(
          SQLiteErrorCode.SQLITE_PERM.code,
          SQLiteErrorCode.SQLITE_BUSY.code,
          SQLiteErrorCode.SQLITE_NOMEM.code,
          SQLiteErrorCode.SQLITE_READONLY.code,
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_CORRUPT.code,
          SQLiteErrorCode.SQLITE_FULL.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code,
          SQLiteErrorCode.SQLITE_PROTOCOL.code,
          SQLiteErrorCode.SQLITE_NOTADB.code);

  /**
   * Classes of SQLSTATE (PostgreSQL, appendix A): connection, read-only transaction, resources, a
   * lock that is not to be had, operator's intervention, system error.
   */
  private static final Set<String> STATES = Set.of("08", "25", "53", "55", "57", "58");

  private static final int EXTENSION = 0xFF;

  private Outage() {}

  /** What the database says, when a failure is an outage of it. */
  public static Optional<String> of(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException told && ofTheDatabase(told)) {
        return Optional.of(String.valueOf(told.getMessage()));
      }
    }
    return Optional.empty();
  }

  private static boolean ofTheDatabase(SQLException told) {
    if (told instanceof SQLiteException sqlite) {
      return SQLITE.contains(sqlite.getResultCode().code & EXTENSION);
    }
    String state = told.getSQLState();
    return told instanceof SQLTransientConnectionException
        || told instanceof SQLNonTransientConnectionException
        || state != null && state.length() == 5 && STATES.contains(state.substring(0, 2));
  }
}
