package io.forkyard.storage;

import com.zaxxer.hikari.HikariDataSource;
import io.forkyard.TestData;
import java.io.IOException;
import org.flywaydb.core.Flyway;

/** A migrated database of its own in a new folder, as the service has it. */
public final class TestDatabase implements AutoCloseable {

  private final DataDirectory data;
  private final Database database;

  private TestDatabase(DataDirectory data, Database database) {
    this.data = data;
    this.database = database;
  }

  public static TestDatabase open() {
    DataDirectory data = DataDirectory.open(TestData.folder("database"));
    HikariDataSource source = new StorageConfiguration().dataSource(data);
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration/sqlite")
        .load()
        .migrate();
    return new TestDatabase(data, new StorageConfiguration().database(source));
  }

  public Database database() {
    return database;
  }

  @Override
  public void close() throws IOException {
    database.close();
    data.close();
  }
}
