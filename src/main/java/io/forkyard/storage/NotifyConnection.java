package io.forkyard.storage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A connection of its own for LISTEN or NOTIFY of PostgreSQL. One thread uses it; any may {@link
 * #abort} it.
 */
final class NotifyConnection implements AutoCloseable {

  private static final String LISTEN = "LISTEN forkyard";

  /** One transaction, which writes nothing to disk. */
  private static final String NOTIFY =
      "SELECT pg_notify('forkyard', payload) FROM unnest(?) AS payload";

  /** What the server does not answer for so long is broken off. */
  private static final int ANSWER_MILLIS = 5000;

  /** How long to listen before the connection is tried. */
  private static final int LISTEN_MILLIS = 1000;

  private final Connection connection;

  /**
   * Connects.
   *
   * @param name as {@code pg_stat_activity} shows it
   */
  NotifyConnection(DataSource source, String name) throws SQLException {
    connection = source.getConnection();
    try {
      connection.setClientInfo("ApplicationName", name);
      connection.setAutoCommit(true);
      connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
    } catch (SQLException e) {
      abort();
      throw e;
    }
  }

  /** Hears from now on. */
  void listen() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LISTEN);
    }
  }

  /** What was told, as soon as there is something; none after a second in which nothing was. */
  List<String> heard() throws SQLException {
    PGNotification @Nullable [] heard =
        connection.unwrap(PGConnection.class).getNotifications(LISTEN_MILLIS);
    if (heard != null && heard.length > 0) {
      return Stream.of(heard).map(PGNotification::getParameter).toList();
    }
    if (!connection.isValid(ANSWER_MILLIS / 1000)) {
      throw new SQLException("The connection is lost");
    }
    return List.of();
  }

  void tell(Collection<String> payloads) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
      Array array = connection.createArrayOf("text", payloads.toArray());
      statement.setArray(1, array);
      statement.execute();
    }
  }

  /** Ends it at once, whoever waits for it. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is as good as gone.
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was gone before.
    }
  }
}
