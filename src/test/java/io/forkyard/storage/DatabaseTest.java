package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class DatabaseTest {

  private TestDatabase opened;
  private Database database;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    database = opened.database();
    database.write(sql -> sql.sql("CREATE TABLE t (n INTEGER PRIMARY KEY)").update());
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void writesWhenOneOfAGroupFailsLoseOnlyThatOne() {
    insert(7);
    CountDownLatch first = new CountDownLatch(1);
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      // The first holds the writer back until all others wait, so that they form one group.
      CompletableFuture<Integer> blocker =
          CompletableFuture.supplyAsync(() -> database.write(sql -> await(first)), callers);
      for (int n = 0; n < 20; n++) {
        int value = n;
        answers.add(CompletableFuture.supplyAsync(() -> insert(value), callers));
      }
      first.countDown();
      assertThat(blocker.join()).isZero();
    }

    for (int n = 0; n < 20; n++) {
      assertThat(answers.get(n).isCompletedExceptionally()).as("%s", n).isEqualTo(n == 7);
    }
    assertThat(count()).isEqualTo(20);
  }

  @Test
  void writeWhenItFailsHalfwayChangesNothing() {
    assertThatThrownBy(() ->
            database.write(sql -> {
              sql.sql("INSERT INTO t VALUES (1)").update();
              return sql.sql("INSERT INTO t VALUES (1)").update();
            }))
        .isInstanceOf(DataAccessException.class);
    assertThat(count()).isZero();
  }

  @Test
  void writerWhenACommitFailsTellsItsCallerAndWritesOn() {
    database.write(sql ->
        sql.sql("CREATE TABLE u (n INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)").update());

    assertThatThrownBy(() -> database.write(sql -> sql.sql("INSERT INTO u VALUES (404)").update()))
        .isInstanceOf(DataAccessException.class);

    assertThat(insert(1)).isEqualTo(1);
    database.probe();
  }

  @Test
  void writerWhenWorkFailsWithAnErrorTellsItsCallerAndWritesOn() {
    assertThatThrownBy(() ->
            database.write(sql -> {
              throw new StackOverflowError();
            }))
        .hasRootCauseInstanceOf(StackOverflowError.class);

    assertThat(insert(1)).isEqualTo(1);
  }

  @Test
  void databaseKeepsEveryCommitThroughAPowerCut() {
    assumeFalse(TestPostgres.wanted(), "it is PostgreSQL that answers for it");
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(pragma("synchronous")).isEqualTo("2");
    assertThat(pragma("foreign_keys")).isEqualTo("1");
  }

  @Test
  void dataFolderWhenAnotherServiceHasItIsRefused() {
    Path folder = io.forkyard.TestData.folder("shared");
    try (DataDirectory mine = DataDirectory.open(folder)) {
      assertThat(mine.path()).isEqualTo(folder);
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining("another Forkyard runs on it");
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private int insert(int n) {
    return database.write(sql -> sql.sql("INSERT INTO t VALUES (:n)").param("n", n).update());
  }

  private int count() {
    return database.read(sql -> sql.sql("SELECT COUNT(*) FROM t").query(Integer.class).single());
  }

  private String pragma(String name) {
    return database.write(sql -> sql.sql("PRAGMA " + name).query(String.class).single());
  }
}
