package io.forkyard.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** What differs between the databases. All other SQL is the same. */
enum Dialect {

  /** In the data folder. It has one writer at a time by itself. */
  SQLITE(null, "CAST(unixepoch('subsec') * 1000 AS INTEGER)"),

  /** Elsewhere. A lock on it that ends with the connection makes one service its only writer. */
  POSTGRESQL("SELECT pg_try_advisory_lock(7234017283807667300)", "now_millis()");

  private static final int BUSY_MILLIS = 10_000;
  private static final int CONNECT_SECONDS = 10;

  private final @Nullable String claim;
  private final String now;

  Dialect(@Nullable String claim, String now) {
    this.claim = claim;
    this.now = now;
  }

  /** Milliseconds since 1970 by the clock of the database. */
  String now() {
    return now;
  }

  /** Makes a new connection that of the one writer. */
  void claim(Connection writing) throws SQLException {
    if (claim != null) {
      try (Statement statement = writing.createStatement();
          ResultSet row = statement.executeQuery(claim)) {
        row.next();
        if (!row.getBoolean(1)) {
          throw new SQLException("Another Forkyard runs on this database");
        }
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
    throw new IllegalArgumentException(
        "spring.datasource.url must begin with jdbc:postgresql: or be left out for the embedded"
            + " database");
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
    HikariDataSource pool = pooled(sqlite);
    pool.setMaxLifetime(0);
    return pool;
  }

  /** A database elsewhere. */
  static HikariDataSource postgresql(String url, @Nullable String user, @Nullable String password) {
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setUrl(url);
    if (user != null) {
      postgres.setUser(user);
    }
    if (password != null) {
      postgres.setPassword(password);
    }
    postgres.setApplicationName("forkyard");
    postgres.setConnectTimeout(CONNECT_SECONDS);
    postgres.setTcpKeepAlive(true);
    return pooled(postgres);
  }
}
