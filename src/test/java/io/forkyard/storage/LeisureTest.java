package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.storage.GroupWriter.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which writes share a transaction though they did not wait together: what nobody waits for costs
 * none of its own, nor does what comes while another write runs; all are written.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeisureTest {

  private TestDatabase opened;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    opened
        .database()
        .write(sql -> {
          sql.sql("CREATE TABLE t (n INTEGER PRIMARY KEY)").update();
          return sql.sql(
                  "CREATE TABLE u (n INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED)")
              .update();
        });
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void writeThatNobodyWaitsForGoesWithTheNext() {
    try (GroupWriter writer = writer(Duration.ofDays(1))) {
      CompletableFuture<Integer> leisurely =
          writer.submit(sql -> sql.sql("INSERT INTO u VALUES (7)").update(), Urgency.SOON);
      // Alone, the first could not be committed: what it refers to is not there.
      writer.submit(sql -> sql.sql("INSERT INTO t VALUES (7)").update()).join();

      assertThat(leisurely.join()).isOne();
    }
  }

  @Test
  void writeThatNobodyWaitsForIsWrittenThoughNothingElseIs() {
    try (GroupWriter writer = writer(Duration.ofMillis(1))) {
      assertThat(insert(writer, 1).join()).isOne();
      assertThat(insert(writer, 2).join()).isOne();
    }
  }

  @Test
  void writesThatNobodyWaitsForAreWrittenBeforeTheEnd() {
    CompletableFuture<Integer> leisurely;
    try (GroupWriter writer = writer(Duration.ofDays(1))) {
      leisurely = insert(writer, 1);
    }
    assertThat(leisurely.join()).isOne();
  }

  @Test
  void writeThatComesWhileAnotherRunsGoesWithIt() {
    try (GroupWriter writer = writer(Duration.ofDays(1))) {
      AtomicReference<CompletableFuture<Integer>> late = new AtomicReference<>();
      // Alone, the first could not be committed.
      CompletableFuture<Integer> first =
          writer.submit(sql -> {
            late.set(writer.submit(other -> other.sql("INSERT INTO t VALUES (7)").update()));
            return sql.sql("INSERT INTO u VALUES (7)").update();
          });

      assertThat(first.join()).isOne();
      assertThat(late.get().join()).isOne();
    }
  }

  /** Each time it runs another one comes that fails; only the first of them takes it along. */
  @Test
  void writeWhoseCompanyFailsRunsAgainWithoutAny() {
    try (GroupWriter writer = writer(Duration.ofDays(1))) {
      List<CompletableFuture<Integer>> failing = new CopyOnWriteArrayList<>();

      CompletableFuture<Integer> good =
          writer.submit(sql -> {
            failing.add(
                writer.submit(other -> {
                  throw new IllegalStateException("no");
                }));
            return insert(sql, 1);
          });

      assertThat(good.join()).isOne();
      assertThat(failing).hasSize(2).allSatisfy(other -> assertThatThrownBy(other::join));
    }
  }

  @Test
  void writesThatNobodyWaitsForDoNotPileUp() {
    try (GroupWriter writer = writer(Duration.ofDays(1))) {
      CompletableFuture<Integer> first = insert(writer, 0);
      for (int n = 1; n < 256; n++) {
        insert(writer, n);
      }
      assertThat(first.join()).isOne();
    }
  }

  private static int insert(JdbcClient sql, int n) {
    return sql.sql("INSERT INTO t VALUES (:n)").param("n", n).update();
  }

  private static CompletableFuture<Integer> insert(GroupWriter writer, int n) {
    return writer.submit(sql -> insert(sql, n), Urgency.SOON);
  }

  private GroupWriter writer(Duration leisure) {
    return new GroupWriter(
        opened.writerConnection(), opened.signal(), Duration.ofSeconds(60), leisure);
  }
}
