package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The log of changes, which has what was committed and nothing else. */
class ChangesTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int KEPT = 10;

  private TestDatabase opened;
  private Changes changes;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    changes = new Changes(new ChangeLog(opened.database()), opened.signal(), KEPT);
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  private static void append(JdbcClient sql, String subject) {
    ChangeLog.append(sql, Instant.EPOCH, Change.Kind.POOL, subject, "RUNNING", subject, null);
  }

  private void append(String subject) {
    opened.database().writeSoon(sql -> append(sql, subject));
  }

  private List<String> after(long id) {
    return changes.await(id, 100, Duration.ZERO).stream().map(Change::subject).toList();
  }

  @Test
  void changesAreReadInTheOrderOfTheirCommits() {
    List.of("a", "b", "c").forEach(this::append);
    opened.database().probe();

    assertThat(after(0)).containsExactly("a", "b", "c");
    assertThat(after(1)).containsExactly("b", "c");
    assertThat(changes.await(0, 2, Duration.ZERO)).extracting(Change::id).containsExactly(1L, 2L);
    assertThat(changes.last()).isEqualTo(3);
  }

  @Test
  void changeWhenItsTransactionFailsIsNotThere() {
    assertThatThrownBy(() ->
            opened
                .database()
                .write(sql -> {
                  append(sql, "never");
                  return sql.sql("INSERT INTO pool (name) VALUES ('p')").update();
                }))
        .isInstanceOf(DataAccessException.class);

    assertThat(after(0)).isEmpty();
    assertThat(changes.last()).isZero();
  }

  @Test
  void readerWhoWaitsIsWokenByTheCommit() {
    CompletableFuture<List<Change>> reader =
        CompletableFuture.supplyAsync(() -> changes.await(0, 100, LONG));
    append("a");
    assertThat(reader.join()).extracting(Change::subject).containsExactly("a");
  }

  @Test
  void readerWhoWaitsIsSentHomeWhenTheServiceStops() {
    CompletableFuture<List<Change>> reader =
        CompletableFuture.supplyAsync(() -> changes.await(0, 100, LONG));
    opened.signal().close();
    assertThat(reader.join()).isEmpty();
    assertThat(changes.closed()).isTrue();
  }

  @Test
  void onlyTheLastAreKeptAndIdsGoOnGrowing() {
    IntStream.range(0, 5000).forEach(i -> append("c" + i));
    opened.database().probe();

    changes.prune();

    assertThat(changes.await(0, 100, Duration.ZERO)).hasSize(KEPT);
    assertThat(changes.await(0, 1, Duration.ZERO).getFirst().id()).isEqualTo(4991);
    assertThat(changes.last()).isEqualTo(5000);
    append("next");
    opened.database().probe();
    assertThat(changes.last()).isEqualTo(5001);
  }
}
