package io.forkyard.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills the store of a service that is stopped with copies of a job that it has finished. */
final class FinishedJobs {

  private FinishedJobs() {}

  static void add(Path database, int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "CREATE TEMP TABLE copy AS WITH RECURSIVE each (i) AS (SELECT 1 UNION ALL SELECT i + 1"
              + " FROM each WHERE i < "
              + count
              + ") SELECT one.* FROM each, (SELECT * FROM job WHERE state = 'SUCCEEDED' LIMIT 1) one"
              + " WHERE "
              + count
              + " > 0");
      statement.execute("UPDATE copy SET id = printf('01000000-0000-7000-8000-%012x', rowid)");
      statement.execute("INSERT INTO job SELECT * FROM copy");
      connection.commit();
    }
  }
}
