package io.forkyard.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.Effort;
import io.forkyard.storage.TestDatabase;
import io.forkyard.storage.TestPostgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What acquiring and releasing ask costs no more because there are 100,000 locks, semaphores with a
 * permit each at a child, and events. Of the locks 1000 are held, by a child each.
 */
class HotLockQueriesTest {

  private static final String OF_CHILD = "WHERE child = :child";

  static final List<String> HOT =
      List.of(
          GrantStore.FIND,
          GrantStore.GRANT,
          GrantStore.REENTER,
          GrantStore.RENEW,
          GrantStore.LEAVE,
          GrantStore.FREE + GrantStore.HELD,
          GrantStore.TAKE_AWAY + OF_CHILD,
          GrantStore.TAKE_AWAY + "WHERE lease_end <= :now",
          GrantStore.NEXT,
          SemaphoreStore.FIND,
          SemaphoreStore.TAKE,
          SemaphoreStore.NOTE,
          SemaphoreStore.GIVE,
          SemaphoreStore.WHOSE,
          SemaphoreStore.FORGET_LAST,
          SemaphoreStore.FORGET_ONE,
          SemaphoreStore.GIVE_ALL,
          SemaphoreStore.HELD + SemaphoreStore.OF_CHILD,
          SemaphoreStore.FORGET_ALL + SemaphoreStore.OF_CHILD,
          EventStore.FIND,
          EventStore.SET,
          EventStore.CLEAR);

  private static TestDatabase opened;

  @BeforeAll
  static void fill() {
    opened = TestDatabase.open();
    write(
        "INSERT INTO lock (name, reentrant, fence, entries, token, holder, child, since)"
            + " SELECT 'n' || i, 1, 1, 2, 'token' || i, 'child', 'child' || i, 0 FROM each"
            + " WHERE i <= 1000");
    write(
        "INSERT INTO lock (name, reentrant, fence) SELECT 'n' || i, 0, 1 FROM each WHERE i > 1000");
    write(
        "INSERT INTO semaphore (name, initial, bounded, value) SELECT 'n' || i, 2, 1, 1 FROM each");
    write(
        "INSERT INTO permit (semaphore, child, permits) SELECT 'n' || i, 'child' || i, 1 FROM each");
    write("INSERT INTO event (name) SELECT 'n' || i FROM each");
    if (TestPostgres.wanted()) {
      opened.database().read(sql -> sql.sql("VACUUM ANALYZE").update());
    }
    opened.database().close();
  }

  private static void write(String insert) {
    String each =
        "WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each WHERE i < %d) "
            .formatted(Effort.rows());
    opened.database().write(sql -> sql.sql(each + insert).update());
  }

  @AfterAll
  static void close() throws Exception {
    opened.close();
  }

  @ParameterizedTest
  @FieldSource("HOT")
  void costsNoMoreWhenThereAreManyOthers(String statement) throws Exception {
    Effort effort = Effort.of(opened, statement, params(statement));

    assertThat(effort.isSmall()).as("%s costs %s", statement, effort).isTrue();
    assertThat(effort.scans(List.of())).as("%s has %s", statement, effort).isEmpty();
  }

  private static Map<String, @Nullable Object> params(String statement) {
    Map<String, @Nullable Object> params = new HashMap<>();
    params.put("name", statement.equals(GrantStore.GRANT) ? "n5000" : "n500");
    params.put("token", "token500");
    params.put("child", statement.equals(GrantStore.GRANT) ? null : "child500");
    params.put("holder", "caller");
    params.put("lease", 1000L);
    params.put("end", 2000L);
    params.put("now", 1000L);
    params.put("permits", 1);
    return params;
  }
}
