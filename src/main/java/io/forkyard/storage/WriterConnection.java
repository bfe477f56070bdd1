package io.forkyard.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes: claimed for this service, and made anew after a failure. Each
 * transaction leaves a mark, so that one whose commit got no answer can be asked after. The writing
 * thread's alone, after the start.
 */
final class WriterConnection implements AutoCloseable {

  /** What became of a transaction whose commit failed. */
  enum Outcome {
    COMMITTED,
    ABORTED,
    UNKNOWN
  }

  private static final Logger log = LoggerFactory.getLogger(WriterConnection.class);

  private final DataSource source;
  private final Dialect dialect;
  private final Runnable lost;

  private @Nullable Connection connection;

  /** The last session that had the claim; none before the first. */
  private @Nullable String session;

  /** The mark of the last transaction that is known to be there. */
  private @Nullable String known;

  /** That of one whose commit got no answer. */
  private @Nullable String doubtful;

  /**
   * Connects when it is needed.
   *
   * @param lost runs when another service has the database that was ours
   */
  WriterConnection(DataSource source, Dialect dialect, Runnable lost) {
    this.source = source;
    this.dialect = dialect;
    this.lost = lost;
  }

  /**
   * Claims the database when the service starts, before anything in it is touched.
   *
   * @throws DatabaseException if it is not there, or another service has it
   */
  void claim() {
    try {
      connected();
    } catch (ClaimedException e) {
      throw DatabaseException.claimed(e);
    } catch (SQLException e) {
      throw DatabaseException.unreachable(e);
    }
  }

  /** The connection, connected again where it was cut. */
  Connection open() throws SQLException {
    Connection open = connected();
    if (open.getAutoCommit()) {
      open.setAutoCommit(false);
    }
    return open;
  }

  /** Without a transaction, as the embedded database would be locked by it. */
  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = claimed(source.getConnection());
      connection = open;
    }
    return open;
  }

  private Connection claimed(Connection fresh) throws SQLException {
    try {
      if (!dialect.claim(fresh) && !(evict(fresh) && dialect.claim(fresh))) {
        throw refused("Another Forkyard runs on this database");
      }
      checkMark(fresh);
      session = dialect.session(fresh);
      return fresh;
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
  }

  /** Whether it was a former session of our own that had the claim still. It has not any more. */
  private boolean evict(Connection fresh) throws SQLException {
    return session != null && dialect.end(fresh, session);
  }

  /** Another service may have come and gone since the connection broke. */
  private void checkMark(Connection fresh) throws SQLException {
    if (known != null) {
      String mark = dialect.mark(fresh);
      if (mark == null || !mark.equals(known) && !mark.equals(doubtful)) {
        throw refused("Another Forkyard has written to this database");
      }
      known = mark;
    }
  }

  /** Whether there is a connection, or can be at once. */
  boolean isOpen() {
    try {
      open();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private ClaimedException refused(String why) {
    if (session != null) {
      log.error(
          "{}, which was ours until the connection broke. This service ends, and its children with"
              + " it, because the other one runs their jobs.",
          why);
      lost.run();
    }
    return new ClaimedException(why);
  }

  /** Commits. After a failure {@link #outcome} tells what became of it. */
  void commit() throws SQLException {
    Connection open = open();
    doubtful = null;
    String mark = UUID.randomUUID().toString();
    String left = dialect.leave(open, mark) ? mark : null;
    doubtful = left;
    open.commit();
    doubtful = null;
    if (left != null) {
      known = left;
    }
  }

  /** Whether {@link #outcome} is to be asked. */
  boolean inDoubt() {
    return doubtful != null;
  }

  /** What became of the commit that failed. */
  Outcome outcome() {
    try {
      Connection open = open();
      String mark = dialect.mark(open);
      open.rollback();
      known = mark;
      return mark != null && mark.equals(doubtful) ? Outcome.COMMITTED : Outcome.ABORTED;
    } catch (SQLException e) {
      log.warn("It is not known yet whether the last writes are stored: {}", e.toString());
      rollBack();
      return Outcome.UNKNOWN;
    }
  }

  /** After a failed commit the transaction is gone already; then a new connection is the cure. */
  void rollBack() {
    try {
      if (connection != null) {
        connection.rollback();
      }
    } catch (SQLException e) {
      close();
    }
  }

  @Override
  public void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      log.warn("The writing connection did not close", e);
    } finally {
      connection = null;
    }
  }

  /** The database is another service's. */
  private static final class ClaimedException extends SQLException {

    ClaimedException(String why) {
      super(why);
    }
  }
}
