package io.forkyard.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** What differs between the databases. All other SQL is the same. */
enum Dialect {

  /** In the data folder. It has one writer at a time by itself. */
  SQLITE(null),

  /**
   * Shared by any number of nodes. Writes of all nodes come one group after the other, as in the
   * embedded database: what a piece of work has read still holds when it writes.
   */
  POSTGRESQL("SELECT pg_advisory_xact_lock(7234017283807667300)");

  private static final int BUSY_MILLIS = 10_000;
  private static final int CONNECT_SECONDS = 10;

  private final @Nullable String turn;

  Dialect(@Nullable String turn) {
    this.turn = turn;
  }

  /** What a transaction that writes says first, and waits for its turn with. */
  @Nullable String turn() {
    return turn;
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
  private static HikariDataSource pooled(javax.sql.DataSource single) {
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
    sqlite.setUrl("jdbc:sqlite:" + folder.resolve("forkyard.db"));
    HikariDataSource pool = pooled(sqlite);
    pool.setMaxLifetime(0);
    return pool;
  }

  /** A database that nodes share. */
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
