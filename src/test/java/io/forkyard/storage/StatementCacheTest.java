package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;
import org.sqlite.core.CorePreparedStatement;

class StatementCacheTest {

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + TestData.folder("statements").resolve("db"));
    connection = new StatementCache(source).getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void statementIsPreparedOnceForAConnection() throws SQLException {
    assertThat(prepared("SELECT 1"))
        .isSameAs(prepared("SELECT 1"))
        .isNotSameAs(prepared("SELECT 2"));
  }

  @Test
  void statementThatIsInUseIsNotGivenToAnother() throws SQLException {
    try (PreparedStatement one = connection.prepareStatement("SELECT 1")) {
      assertThat(prepared("SELECT 1")).isNotSameAs(one.unwrap(CorePreparedStatement.class));
    }
  }

  @Test
  void moreStatementsThanAreKeptCanBePrepared() throws SQLException {
    CorePreparedStatement first = prepared("SELECT 0");
    for (int n = 1; n < 1000; n++) {
      prepared("SELECT " + n);
    }
    assertThat(prepared("SELECT 0")).isNotSameAs(first);
  }

  /** Measured by hand: the driver does not tell how often a statement was planned. */
  @Test
  void limitIsNotPlannedAgainForEachValue() throws SQLException {
    String text = "WITH one(n) AS (VALUES (1), (2), (3)) SELECT n FROM one ORDER BY n LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      assertThat(statement.unwrap(CorePreparedStatement.class).toString())
          .contains("LIMIT CAST(? AS INTEGER)");
      statement.setInt(1, 2);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next() && rows.next() && !rows.next()).isTrue();
      }
    }
  }

  private CorePreparedStatement prepared(String text) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      assertThat(statement.execute()).isTrue();
      return statement.unwrap(CorePreparedStatement.class);
    }
  }
}
