package io.forkyard.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;

/** What nothing that is durable can do without. */
final class Floor {

  private Floor() {}

  /** Rows a second, so many in each transaction of a bare database beside the service's. */
  static double rows(Path folder, int perTransaction) throws Exception {
    Path file = Files.createTempFile(folder, "floor", ".db");
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = database.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE item (position INTEGER PRIMARY KEY, item TEXT NOT NULL)");
      database.setAutoCommit(false);
      try (PreparedStatement insert =
          database.prepareStatement("INSERT INTO item (item) VALUES (?)")) {
        return rows(database, insert, perTransaction);
      }
    }
  }

  private static double rows(Connection database, PreparedStatement insert, int perTransaction)
      throws Exception {
    int transactions = 300;
    long start = System.nanoTime();
    for (int n = 0; n < transactions; n++) {
      for (int row = 0; row < perTransaction; row++) {
        insert.setString(1, "{\"order\":7}");
        insert.executeUpdate();
      }
      database.commit();
    }
    return transactions * perTransaction * 1e9 / (System.nanoTime() - start);
  }

  /** Seconds that an append of a few bytes takes until it is on the disk. */
  static double append(FileChannel file) throws IOException {
    long start = System.nanoTime();
    file.write(ByteBuffer.wrap(new byte[100]));
    file.force(false);
    return (System.nanoTime() - start) / 1e9;
  }
}
