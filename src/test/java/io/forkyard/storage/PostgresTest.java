package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What only a database elsewhere can do: belong to somebody else, and go away. */
class PostgresTest {

  private static final String CUT =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND pid <> pg_backend_pid()";

  private static final Executor EACH = Thread::startVirtualThread;
  private static final int TIMES = 50;

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

  /** What is read in a transaction holds until its end, as with one writer. */
  @Test
  void transactionsOfAllNodesRunOneAfterAnother() {
    try (HikariDataSource mine = source();
        HikariDataSource others = source();
        Database first = open(mine);
        Database second = open(others)) {
      table(first);
      List<CompletableFuture<Void>> writers =
          Stream.of(first, second)
              .map(database -> CompletableFuture.runAsync(() -> count(database), EACH))
              .toList();
      writers.forEach(CompletableFuture::join);

      assertThat(
              first.<List<Integer>>read(
                  sql -> sql.sql("SELECT n FROM t ORDER BY n").query(Integer.class).list()))
          .containsExactlyElementsOf(IntStream.range(0, 2 * TIMES).boxed().toList());
    }
  }

  private static void count(Database database) {
    for (int n = 0; n < TIMES; n++) {
      database.write(sql -> {
        int next = sql.sql("SELECT COUNT(*) FROM t").query(Integer.class).single();
        return sql.sql("INSERT INTO t VALUES (:n)").param("n", next).update();
      });
    }
  }

  /** As when its machine stands still: the database ends its transaction. */
  @Test
  void writerThatStandsStillInATransactionLosesItToTheOthers() throws Exception {
    try (HikariDataSource mine = source();
        HikariDataSource others = source();
        Database first = open(mine);
        Database second = open(others)) {
      table(first);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      CompletableFuture<Integer> still =
          CompletableFuture.supplyAsync(
              () ->
                  first.write(sql -> {
                    begun.countDown();
                    await(goOn);
                    return sql.sql("INSERT INTO t VALUES (1)").update();
                  }),
              EACH);
      begun.await();

      insert(second);
      goOn.countDown();

      assertThatThrownBy(still::join).hasMessageContaining("terminating connection");
      assertThat(insert(first)).isOne();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
