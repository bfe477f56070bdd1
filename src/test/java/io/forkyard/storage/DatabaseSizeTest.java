package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A day of load, of which two hours are kept: what is removed makes room for what comes. */
class DatabaseSizeTest {

  private static final int HOURS = 24;
  private static final int JOBS = 1000;
  private static final Duration KEPT = Duration.ofHours(2);

  /** The first hours fill what is kept; in one more it is seen that room is used again. */
  private static final int FILLING = 4;

  private static final String FINISHED =
      """
      INSERT INTO job (id, pool, target, args, kwargs, source, jvm_options, max_attempts, priority,
                       state, result, submitted_at, finished_at)
      SELECT :hour || '-' || i, 'p', 'A::b', '[]', '{}', :hour || '-' || i, '', 1, 0,
             'SUCCEEDED', '"result"', :now, :now
        FROM each
      """;

  private static final List<String> LOAD =
      List.of(
          "INSERT INTO source (hash, text) SELECT :hour || '-' || i, 'class A {}' FROM each",
          FINISHED,
          "INSERT INTO output (job, attempt, stream, bytes)"
              + " SELECT :hour || '-' || i, 1, 'STDOUT', CAST(:bytes AS %s) FROM each",
          "INSERT INTO attempt (job, number, started_at, finished_at)"
              + " SELECT :hour || '-' || i, 1, :now, :now FROM each",
          "INSERT INTO repeat_key (id, body, subject, created_at)"
              + " SELECT :hour || '-' || i, 'body', 'subject', :now FROM each");

  private final DrivenClock clock = new DrivenClock();
  private TestDatabase opened;
  private Database database;
  private Changes changes;
  private Retention retention;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    database = opened.database();
    changes = new Changes(new ChangeLog(database), opened.signal(), JOBS);
    EndedStore jobs =
        new EndedStore(database, new EndedStore.Rule("job", "finished_at", "1 = 1", 0, 100));
    OldRepeats repeats = new OldRepeats(new RepeatStore(database), clock, KEPT);
    retention = new Retention(List.of(jobs, repeats), opened.signal(), clock, KEPT);
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void databaseAfterItsFirstHoursGrowsNoMore() {
    List<Long> sizes = new ArrayList<>();
    for (int hour = 0; hour < HOURS; hour++) {
      clock.pass(Duration.ofHours(1));
      load("%02d".formatted(hour));
      retention.prune();
      changes.prune();
      vacuum();
      sizes.add(size());
    }

    long filled = Collections.max(sizes.subList(0, FILLING));
    assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThan(filled + filled / 10));
    for (String table : List.of("job", "source", "output", "attempt", "repeat_key")) {
      assertThat(rows(table)).as(table).isEqualTo(2 * JOBS);
    }
  }

  private void load(String hour) {
    String bytes = TestPostgres.wanted() ? "BYTEA" : "BLOB";
    for (String insert : LOAD) {
      String each =
          "WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each WHERE i < :jobs) ";
      database.write(sql ->
          sql.sql(each + insert.formatted(bytes).replace(":hour", "'" + hour + "'"))
              .param("jobs", JOBS)
              .param("now", clock.millis())
              .param("bytes", new byte[1000])
              .update());
    }
  }

  /** The other database does this by itself, from time to time. */
  private void vacuum() {
    if (TestPostgres.wanted()) {
      database.read(sql -> sql.sql("VACUUM").update());
    }
  }

  /** In bytes, or in pages. */
  private long size() {
    String size =
        TestPostgres.wanted()
            ? "SELECT pg_database_size(current_database())"
            : "SELECT page_count FROM pragma_page_count()";
    return database.read(sql -> sql.sql(size).query(Long.class).single());
  }

  private int rows(String table) {
    return database.read(
        sql -> sql.sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single());
  }
}
