package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What only a database elsewhere can do: belong to somebody else, and go away. */
class PostgresTest {

  private static final String CUT =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND pid <> pg_backend_pid()";

  private String url;

  @BeforeEach
  void create() {
    assumeTrue(TestPostgres.wanted(), "this run is on the embedded database");
    url = TestPostgres.newDatabase();
  }

  private Database open(HikariDataSource source) {
    TestDatabase.migrate(Dialect.POSTGRESQL, source.getDataSource());
    return TestDatabase.open(Dialect.POSTGRESQL, source, new ChangeSignal());
  }

  private HikariDataSource source() {
    return Dialect.postgresql(url, "postgres", null);
  }

  private static int table(Database database) {
    return database.write(sql -> sql.sql("CREATE TABLE t (n BIGINT)").update());
  }

  private static int insert(Database database) {
    return database.write(sql -> sql.sql("INSERT INTO t VALUES (1)").update());
  }

  @Test
  void databaseHasOneServiceAtATime() {
    try (HikariDataSource mine = source();
        HikariDataSource others = source()) {
      try (Database first = open(mine);
          Database second = open(others)) {
        table(first);
        assertThatThrownBy(() -> insert(second))
            .isInstanceOf(DataAccessResourceFailureException.class)
            .hasMessageContaining("Another Forkyard runs on this database");
        assertThatThrownBy(() -> insert(second)).hasMessageContaining("Another Forkyard");
        assertThat(insert(first)).isOne();
      }
      try (Database next = open(others)) {
        assertThat(insert(next)).isOne();
      }
    }
  }

  @Test
  void writerWhoseConnectionIsCutTellsItsCallerAndWritesOn() {
    try (HikariDataSource mine = source();
        HikariDataSource others = source();
        Database database = open(mine)) {
      table(database);
      JdbcClient.create(others).sql(CUT).query(Boolean.class).list();

      assertThatThrownBy(() -> insert(database))
          .isInstanceOf(org.springframework.dao.DataAccessException.class);

      assertThat(insert(database)).isOne();
      assertThat(
              database.<Long>read(
                  sql -> sql.sql("SELECT COUNT(*) FROM t").query(Long.class).single()))
          .isOne();
    }
  }

  @Test
  void anyOtherDatabaseIsRefused() {
    assertThatThrownBy(() -> Dialect.of("jdbc:mysql://db/forkyard"))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("spring.datasource.url");
    assertThat(Dialect.of(null)).isEqualTo(Dialect.SQLITE);
  }
}
