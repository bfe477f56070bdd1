package io.forkyard.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of this node that writes, made anew after a failure. Each transaction leaves a
 * mark, so that one whose commit got no answer can be asked after. The writing thread's alone,
 * after the start.
 */
final class WriterConnection implements AutoCloseable {

  /** What became of a transaction whose commit failed. */
  enum Outcome {
    COMMITTED,
    ABORTED,

    /** The node was given up for lost, and what was known of it deleted. */
    FORGOTTEN,

    UNKNOWN
  }

  private static final Logger log = LoggerFactory.getLogger(WriterConnection.class);

  /** A class of operator's intervention, like a server that shuts down. */
  private static final String EJECTED = "57F01";

  private final DataSource source;
  private final Dialect dialect;
  private final Node self;
  private final Silence silence;

  private @Nullable Connection connection;

  /** The last session; none before the first. */
  private @Nullable String session;

  /** The mark of a transaction whose commit got no answer. */
  private @Nullable String doubtful;

  /** Connects when it is needed. */
  WriterConnection(DataSource source, Dialect dialect, Node self, Silence silence) {
    this.source = source;
    this.dialect = dialect;
    this.self = self;
    this.silence = silence;
  }

  /**
   * Connects when the service starts.
   *
   * @throws DatabaseException if the database is not there
   */
  void open() {
    try {
      var unused = connected();
    } catch (SQLException e) {
      throw DatabaseException.unreachable(e);
    }
  }

  /**
   * Begins a transaction, connected again where it was cut.
   *
   * @param outside for one who is not, or not any more, among the nodes
   * @throws SQLException also when the others have given this node up for lost
   */
  Connection begin(boolean outside) throws SQLException {
    Connection open = connected();
    if (open.getAutoCommit()) {
      open.setAutoCommit(false);
    }
    String node = outside ? null : self.membership();
    if (!outside && self.suspended()) {
      throw new SQLException("This node was silent for too long and is about to return", EJECTED);
    }
    if (!dialect.begin(open, node)) {
      self.ejected(Objects.requireNonNull(node));
      throw new SQLException("The other nodes have given this one up for lost", EJECTED);
    }
    return open;
  }

  /** Without a transaction, as the embedded database would be locked by it. */
  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = prepared(source.getConnection());
      connection = open;
    }
    return open;
  }

  /** A transaction of the last session, whose end is not known here, is over then. */
  private Connection prepared(Connection fresh) throws SQLException {
    try {
      dialect.prepare(fresh, silence);
      if (session != null) {
        var unused = dialect.end(fresh, session);
      }
      session = dialect.session(fresh);
      return fresh;
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
  }

  /** Whether there is a connection, or can be at once. */
  boolean isOpen() {
    try {
      var unused = connected();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Commits. After a failure {@link #outcome} tells what became of it. */
  void commit() throws SQLException {
    Connection open = connected();
    String node = self.membership();
    String mark = UUID.randomUUID().toString();
    doubtful = null;
    if (node != null && dialect.leave(open, node, mark)) {
      doubtful = mark;
    }
    open.commit();
    doubtful = null;
  }

  /** Whether {@link #outcome} is to be asked. */
  boolean inDoubt() {
    return doubtful != null;
  }

  /** What became of the commit that failed. */
  Outcome outcome() {
    try {
      Connection open = begin(true);
      String mark = dialect.mark(open, self.id());
      open.rollback();
      if (mark == null) {
        return Outcome.FORGOTTEN;
      }
      return mark.equals(doubtful) ? Outcome.COMMITTED : Outcome.ABORTED;
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
}
