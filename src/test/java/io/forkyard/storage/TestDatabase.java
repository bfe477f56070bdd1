package io.forkyard.storage;

import com.zaxxer.hikari.HikariDataSource;
import io.forkyard.TestData;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A migrated database of its own in a new folder, as the service has it. */
public final class TestDatabase implements AutoCloseable {

  static final Silence SILENCE = new Silence(Duration.ofSeconds(20));

  private final DataDirectory data;
  private final HikariDataSource source;
  private final Database database;
  private final ChangeSignal signal;

  private TestDatabase(
      DataDirectory data, HikariDataSource source, Database database, ChangeSignal signal) {
    this.data = data;
    this.source = source;
    this.database = database;
    this.signal = signal;
  }

  public static TestDatabase open() {
    ChangeSignal signal = new ChangeSignal();
    DataDirectory data = DataDirectory.open(TestData.folder("database"));
    boolean shared = TestPostgres.wanted();
    Dialect dialect = shared ? Dialect.POSTGRESQL : Dialect.SQLITE;
    HikariDataSource source =
        shared
            ? Dialect.postgresql(TestPostgres.newDatabase(), "postgres", null)
            : Dialect.sqlite(data.path());
    migrate(dialect, source);
    return new TestDatabase(data, source, open(dialect, source, signal), signal);
  }

  static void migrate(Dialect dialect, DataSource source) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration/" + dialect.name().toLowerCase(Locale.ROOT))
        .load()
        .migrate();
  }

  /** What the service makes of a source. */
  static Database open(Dialect dialect, HikariDataSource source, ChangeSignal signal) {
    return open(dialect, source, signal, new Node("outside", "outside", 1));
  }

  static Database open(Dialect dialect, HikariDataSource source, ChangeSignal signal, Node self) {
    StorageConfiguration storage = new StorageConfiguration();
    WriterConnection writing = storage.writerConnection(dialect, source, self, SILENCE);
    return storage.database(dialect, source, writing, signal);
  }

  public Database database() {
    return database;
  }

  /** A service of this id is there. */
  public void enter(String node) {
    database.write(sql ->
        sql.sql(
                "INSERT INTO node (id, name, folder, pid, started_at, seen_at)"
                    + " VALUES (:id, 'name', 'folder', 1, 0, 0)")
            .param("id", node)
            .update());
  }

  /** It is gone. */
  public void leave(String node) {
    database.write(sql -> sql.sql("DELETE FROM node WHERE id = :id").param("id", node).update());
  }

  /** For a writer of the test's own in place of the database's; its node is there. */
  WriterConnection writerConnection() {
    Dialect dialect = TestPostgres.wanted() ? Dialect.POSTGRESQL : Dialect.SQLITE;
    Node self = new Node("own", "own", 1);
    enter("own");
    self.joined("own");
    database.close();
    return new StorageConfiguration().writerConnection(dialect, source, self, SILENCE);
  }

  /** For those who ask for plans. */
  DataSource source() {
    return source;
  }

  /** Signalled after each write. */
  ChangeSignal signal() {
    return signal;
  }

  @Override
  public void close() throws IOException {
    database.close();
    source.close();
    data.close();
  }
}
