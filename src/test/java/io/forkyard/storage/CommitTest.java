package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.forkyard.storage.FailingSource.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A connection that breaks while it commits: nothing is done twice, and nobody is told a lie. */
class CommitTest {

  private final Node self = new Node("n", "here", 1);
  private final CountDownLatch ejected = new CountDownLatch(1);
  private String url;
  private HikariDataSource pool;
  private FailingSource source;
  private GroupWriter writer;

  @BeforeEach
  void open() {
    assumeTrue(TestPostgres.wanted(), "a file does not go away");
    url = TestPostgres.newDatabase();
    pool = Dialect.postgresql(url, "postgres", null);
    TestDatabase.migrate(Dialect.POSTGRESQL, pool);
    JdbcClient.create(pool).sql("CREATE TABLE t (n SERIAL, writer TEXT)").update();
    JdbcClient.create(pool)
        .sql("INSERT INTO node VALUES ('n', 'here', 'folder', 1, 0, 0)")
        .update();
    self.joined("n");
    self.onEjection(ejected::countDown);
    source = new FailingSource(pool.getDataSource());
    writer = writer(source, Duration.ofSeconds(60));
  }

  private GroupWriter writer(FailingSource of, Duration patience) {
    return new GroupWriter(
        new WriterConnection(of, Dialect.POSTGRESQL, self, TestDatabase.SILENCE),
        new ChangeSignal(),
        patience,
        GroupWriter.LEISURE);
  }

  @AfterEach
  void close() {
    if (writer != null) {
      writer.close();
      pool.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER_LOST", "ANSWER_LOST_UNNOTICED"})
  void groupWhoseCommitTookPlaceIsNotRunAgain(Fault fault) {
    insert();

    List<Integer> given = group(fault);

    assertThat(given).hasSize(20).containsExactlyElementsOf(stored().subList(1, 21));
    assertThat(stored()).hasSize(21);
    insert();
    assertThat(ejected.getCount()).isOne();
  }

  @Test
  void groupWhoseCommitDidNotTakePlaceIsRunAgain() {
    insert();

    List<Integer> given = group(Fault.SESSION_LOST);

    assertThat(given).hasSize(20).containsExactlyElementsOf(stored().subList(1, 21));
    assertThat(stored()).hasSize(21);
    assertThat(ejected.getCount()).isOne();
  }

  @Test
  void firstCommitOfAllIsAskedAfterToo() {
    source.fail(Fault.ANSWER_LOST);

    int given = insert();

    assertThat(stored()).containsExactly(given);
  }

  @Test
  void commitThatCannotBeAskedAfterIsUnknownAndThoseAfterItAreNot() {
    writer.close();
    writer = writer(source, Duration.ZERO);
    insert();
    source.fail(Fault.CUT_OFF);

    assertThatThrownBy(this::insert)
        .hasCauseInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("unknown");
    assertThatThrownBy(this::insert)
        .hasCauseInstanceOf(DataAccessResourceFailureException.class)
        .hasMessageContaining("no way to the database");
    source.heal();

    insert();
    assertThat(stored()).hasSize(3);
    assertThat(ejected.getCount()).isOne();
  }

  @Test
  void groupOfANodeThatWasGivenUpIsRefusedAndNothingOfItStored() throws Exception {
    insert();
    giveUp();

    assertThatThrownBy(this::insert).hasMessageContaining("given this one up for lost");

    ejected.await();
    assertThat(stored()).hasSize(1);
  }

  @Test
  void commitOfANodeThatWasGivenUpMeanwhileIsUnknown() throws Exception {
    insert();
    source.fail(Fault.CUT_OFF);
    CompletableFuture<Integer> doubtful = writer.submit(CommitTest::row);
    source.awaitCut();
    giveUp();
    source.heal();

    assertThatThrownBy(doubtful::join).hasCauseInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void nodeThatWasSilentForTooLongWritesNothingUntilItHasJoinedAgain() {
    self.suspend();

    assertThatThrownBy(this::insert).hasMessageContaining("silent for too long");

    assertThat(stored()).isEmpty();
    self.joined("n");
    insert();
    assertThat(stored()).hasSize(1);
  }

  @Test
  void nodeThatEntersWritesThoughItIsNotThereYet() {
    giveUp();

    int given = writer.submit(CommitTest::row, GroupWriter.Urgency.OUTSIDE).join();

    assertThat(stored()).containsExactly(given);
    assertThat(ejected.getCount()).isOne();
  }

  private void giveUp() {
    JdbcClient.create(pool).sql("DELETE FROM node WHERE id = 'n'").update();
  }

  private List<Integer> stored() {
    return JdbcClient.create(pool).sql("SELECT n FROM t ORDER BY n").query(Integer.class).list();
  }

  private int insert() {
    return writer.submit(CommitTest::row).join();
  }

  /** The number that the database gives it. */
  private static int row(JdbcClient sql) {
    return sql.sql("INSERT INTO t (writer) VALUES ('me') RETURNING n")
        .query(Integer.class)
        .single();
  }

  /** Rows of one group whose commit fails. */
  private List<Integer> group(Fault fault) {
    CountDownLatch all = new CountDownLatch(1);
    CompletableFuture<Integer> blocker = writer.submit(sql -> await(all));
    AtomicBoolean first = new AtomicBoolean(true);
    List<CompletableFuture<Integer>> rows =
        IntStream.range(0, 20)
            .mapToObj(n ->
                writer.submit(sql -> {
                  if (first.getAndSet(false)) {
                    source.fail(fault);
                  }
                  return row(sql);
                }))
            .toList();
    all.countDown();
    blocker.join();
    return rows.stream().map(CompletableFuture::join).toList();
  }

  private static int await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
