package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a marked request asks costs no more because 100,000 others are known. */
class HotRepeatQueriesTest {

  static final List<String> HOT =
      List.of(
          RepeatStore.CLAIM,
          RepeatStore.EXPIRE,
          RepeatStore.RELEASE,
          RepeatStore.FIND,
          RepeatStore.ANSWERED);

  private static final String FILL =
      "WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each WHERE i < %d)"
          + " INSERT INTO repeat_key (id, body, subject, created_at)"
          + " SELECT 'key' || i, 'body', 'subject', i FROM each";

  private static TestDatabase opened;

  @BeforeAll
  static void fill() {
    opened = TestDatabase.open();
    opened.database().write(sql -> sql.sql(FILL.formatted(Effort.rows())).update());
    if (TestPostgres.wanted()) {
      opened.database().read(sql -> sql.sql("VACUUM ANALYZE").update());
    }
    opened.database().close();
  }

  @AfterAll
  static void close() throws Exception {
    opened.close();
  }

  @ParameterizedTest
  @FieldSource("HOT")
  void costsNoMoreWhenManyAreKnown(String statement) throws Exception {
    Effort effort =
        Effort.of(
            opened,
            statement,
            Map.of(
                "id", "key500", "body", "other", "subject", "other", "status", 200, "now", 1L,
                "since", 20L, "most", 10));

    assertThat(effort.isSmall()).as("%s costs %s", statement, effort).isTrue();
    assertThat(effort.scans(List.of())).as("%s has %s", statement, effort).isEmpty();
  }
}
