package io.forkyard.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** What differs between the databases. All other SQL is the same. */
enum Dialect {

  /** In the data folder. It has one writer at a time by itself, and its commits are answered. */
  SQLITE("CAST(unixepoch('subsec') * 1000 AS INTEGER)") {
    @Override
    void prepare(Connection writing, Silence silence) {}

    @Override
    boolean begin(Connection writing, @Nullable String node) {
      return true;
    }

    @Override
    String session(Connection writing) {
      return "";
    }

    @Override
    boolean end(Connection writing, String session) {
      return false;
    }

    @Override
    boolean leave(Connection writing, String node, String mark) {
      return false;
    }

    @Override
    @Nullable String mark(Connection writing, String node) {
      return null;
    }
  },

  /** Elsewhere, with many nodes. A lock that ends with the transaction makes one their writer. */
  POSTGRESQL("now_millis()") {
    @Override
    void prepare(Connection writing, Silence silence) throws SQLException {
      var unused =
          text(writing, PREPARE, millis(silence.inTransaction()), millis(silence.forOthers()));
    }

    @Override
    boolean begin(Connection writing, @Nullable String node) throws SQLException {
      return "t".equals(text(writing, BEGIN, node));
    }

    @Override
    String session(Connection writing) throws SQLException {
      return Objects.requireNonNull(text(writing, SESSION));
    }

    @Override
    boolean end(Connection writing, String session) throws SQLException {
      return "t".equals(text(writing, END, session));
    }

    @Override
    boolean leave(Connection writing, String node, String mark) throws SQLException {
      try (PreparedStatement statement = writing.prepareStatement(LEAVE)) {
        statement.setString(1, mark);
        statement.setString(2, node);
        return statement.executeUpdate() == 1;
      }
    }

    @Override
    @Nullable String mark(Connection writing, String node) throws SQLException {
      return text(writing, MARK, node);
    }
  };

  /** Who stands still in a transaction loses it, and nobody waits for ever for others. */
  private static final String PREPARE =
      """
      SELECT set_config('idle_in_transaction_session_timeout', ?, false)
          || set_config('lock_timeout', ?, false)
      """;

  private static final String BEGIN = "SELECT CASE WHEN begin_write(?) THEN 't' ELSE 'f' END";

  private static final String SESSION =
      """
      SELECT pid || ' ' || extract(epoch FROM backend_start)
        FROM pg_stat_activity WHERE pid = pg_backend_pid()
      """;

  /** Waits for five seconds at most. */
  private static final String END =
      """
      SELECT CASE WHEN pg_terminate_backend(pid, 5000) THEN 't' ELSE 'f' END
        FROM pg_stat_activity WHERE pid || ' ' || extract(epoch FROM backend_start) = ?
      """;

  /** A transaction that has changed nothing leaves no mark. */
  private static final String LEAVE =
      "UPDATE node SET mark = ? WHERE id = ? AND pg_current_xact_id_if_assigned() IS NOT NULL";

  private static final String MARK = "SELECT mark FROM node WHERE id = ?";

  private static final int BUSY_MILLIS = 10_000;
  private static final int CONNECT_SECONDS = 10;

  /** What the server does not answer for so long is broken off. */
  private static final int SOCKET_SECONDS = 60;

  /** How long a reader waits for a connection while there is none. */
  private static final long POOL_MILLIS = 3000;

  /** So that the server notices within half a minute that the machine of a service is gone. */
  private static final String KEEP_ALIVE =
      "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

  private final String now;

  Dialect(String now) {
    this.now = now;
  }

  /** Milliseconds since 1970 by the clock of the database. */
  String now() {
    return now;
  }

  /**
   * The end of a query for rows of a table to be changed, which passes those that others change.
   */
  String skipLocked(String table) {
    return this == POSTGRESQL ? " FOR UPDATE OF " + table + " SKIP LOCKED" : "";
  }

  /** Makes a new connection one that writes. */
  abstract void prepare(Connection writing, Silence silence) throws SQLException;

  /**
   * Begins a transaction that no other writer's runs beside.
   *
   * @param node whose transaction it is; null for one that is none yet
   * @return false when that node was given up for lost, so that it may not write
   */
  abstract boolean begin(Connection writing, @Nullable String node) throws SQLException;

  /** What tells this connection from all others that were or will be. */
  abstract String session(Connection writing) throws SQLException;

  /** Ends a session that may be there still, and its transaction. Whether it was there. */
  abstract boolean end(Connection writing, String session) throws SQLException;

  /** Leaves a mark in the transaction that is to be committed; false when none is needed. */
  abstract boolean leave(Connection writing, String node, String mark) throws SQLException;

  /** The mark of the node's last transaction that was committed; null when it has no row. */
  abstract @Nullable String mark(Connection writing, String node) throws SQLException;

  private static String millis(Duration time) {
    return time.toMillis() + "ms";
  }

  private static @Nullable String text(
      Connection connection, String sql, @Nullable String... params) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < params.length; i++) {
        statement.setString(i + 1, params[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  static Dialect of(@Nullable String url) {
    if (url == null || url.isBlank()) {
      return SQLITE;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    throw DatabaseException.foreign(null);
  }

  /** A pool for the readers, above a source of single connections for the writer. */
  private static HikariDataSource pooled(DataSource single) {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(single);
    pool.setMaximumPoolSize(Database.READERS);
    return pool;
  }

  /** The embedded database in a folder. */
  static HikariDataSource sqlite(Path folder) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource sqlite = new SQLiteDataSource(config);
    sqlite.setUrl("jdbc:sqlite:" + DatabaseFile.of(folder));
    HikariDataSource pool = pooled(new StatementCache(sqlite));
    pool.setMaxLifetime(0);
    return pool;
  }

  /** A database elsewhere. */
  static HikariDataSource postgresql(String url, @Nullable String user, @Nullable String password) {
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    try {
      postgres.setUrl(url);
    } catch (IllegalArgumentException e) {
      throw DatabaseException.foreign(e);
    }
    if (user != null) {
      postgres.setUser(user);
    }
    if (password != null) {
      postgres.setPassword(password);
    }
    postgres.setApplicationName("forkyard");
    postgres.setConnectTimeout(CONNECT_SECONDS);
    postgres.setTcpKeepAlive(true);
    if (postgres.getSocketTimeout() == 0) {
      postgres.setSocketTimeout(SOCKET_SECONDS);
    }
    if (postgres.getOptions() == null) {
      postgres.setOptions(KEEP_ALIVE);
    }
    HikariDataSource pool = pooled(postgres);
    pool.setConnectionTimeout(POOL_MILLIS);
    return pool;
  }
}
