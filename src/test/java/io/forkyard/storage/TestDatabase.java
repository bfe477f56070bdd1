package io.forkyard.storage;

import com.zaxxer.hikari.HikariDataSource;
import io.forkyard.TestData;
import java.io.IOException;
import org.flywaydb.core.Flyway;

/** A migrated database of its own in a new folder, as the service has it. */
public final class TestDatabase implements AutoCloseable {

  private final DataDirectory data;
  private final Database database;
  private final ChangeSignal signal;

  private TestDatabase(DataDirectory data, Database database, ChangeSignal signal) {
    this.data = data;
    this.database = database;
    this.signal = signal;
  }

  public static TestDatabase open() {
    ChangeSignal signal = new ChangeSignal();
    DataDirectory data = DataDirectory.open(TestData.folder("database"));
    HikariDataSource source = new StorageConfiguration().dataSource(data);
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration/sqlite")
        .load()
        .migrate();
    return new TestDatabase(data, new StorageConfiguration().database(source, signal), signal);
  }

  public Database database() {
    return database;
  }

  /** Signalled after each write. */
  ChangeSignal signal() {
    return signal;
  }

  @Override
  public void close() throws IOException {
    database.close();
    data.close();
  }
}
