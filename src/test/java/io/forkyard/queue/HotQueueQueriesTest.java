package io.forkyard.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.Effort;
import io.forkyard.storage.TestDatabase;
import io.forkyard.storage.TestPostgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What putting, getting and lending ask costs no more because many items are there. A queue has
 * 100,000 that are ready and as many dead letters, another the same, and 1000 are lent; {@code
 * -Dforkyard.test.rows=1000000} makes more.
 */
class HotQueueQueriesTest {

  /** It has few rows, and a look at them all is the cheapest. */
  private static final List<String> SMALL = List.of("queue");

  private static final int READY = 5;
  private static final int NONE = 2_000_000_000;

  private static final String LENT =
      "INSERT INTO queue_item (queue, position, id, state, item, bytes, deliveries, put_at, lease,"
          + " lease_token, lease_end, lease_child) SELECT 'q', %d + i, 'lent' || i, 'LENT', '1', 1,"
          + " 1, 0, 1000, 'token' || i, 1000 * i, 'child' || i FROM each WHERE i <= 1000";

  private static TestDatabase opened;

  @BeforeAll
  static void fill() {
    opened = TestDatabase.open();
    for (String queue : List.of("other", "q")) {
      write(
          "INSERT INTO queue (name, maxsize, max_deliveries, next_position, ready, lent, dead,"
              + " unfinished, bytes) VALUES ('%s', 0, 5, %d, %d, 1000, %d, 9, 9)"
                  .formatted(queue, NONE, Effort.rows(), Effort.rows()));
      write(items(queue, "READY", 0));
      write(items(queue, "DEAD", Effort.rows()));
    }
    write(LENT.formatted(lent(0)));
    if (TestPostgres.wanted()) {
      opened.database().read(sql -> sql.sql("VACUUM ANALYZE").update());
    }
    opened.database().close();
  }

  private static String items(String queue, String state, int before) {
    return "INSERT INTO queue_item (queue, position, id, state, item, bytes, put_at)"
        + " SELECT '%s', %d + i, 'id' || i, '%s', '1', 1, 0 FROM each"
            .formatted(queue, before, state);
  }

  private static void write(String insert) {
    String each =
        "WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each WHERE i < %d) "
            .formatted(Effort.rows());
    opened
        .database()
        .write(sql -> sql.sql((insert.contains(" each") ? each : "") + insert).update());
  }

  private static int lent(int number) {
    return 2 * Effort.rows() + number;
  }

  @AfterAll
  static void close() throws Exception {
    opened.close();
  }

  static Stream<Named<String>> hot() {
    Map<String, List<String>> all =
        Map.of(
            "put",
            List.of(ExchangeStore.HOLD, ExchangeStore.COUNT),
            "take",
            List.of(TakeStore.HEAD, TakeStore.REMOVE, TakeStore.COUNT),
            "give back",
            List.of(
                TakeStore.KNOWN,
                TakeStore.INSERT,
                TakeStore.UNLEND,
                TakeStore.COUNT_REVIVED,
                TakeStore.UNCOUNT),
            "lease",
            List.of(
                TakeStore.LEND,
                LeaseStore.ACK,
                LeaseStore.FIND,
                LeaseStore.EXTEND,
                LeaseStore.DUE,
                LeaseStore.OF_CHILD,
                LeaseStore.END,
                LeaseStore.NEXT),
            "dead letters",
            List.of(LeaseStore.DEAD, LeaseStore.REVIVE),
            "look",
            List.of(QueueStore.FIND, QueueStore.PEEK, QueueStore.TASK_DONE));
    return all.entrySet().stream()
        .flatMap(group ->
            group.getValue().stream()
                .map(sql ->
                    Named.of(
                        group.getKey() + ": " + sql.strip().lines().findFirst().orElse(""), sql)));
  }

  @ParameterizedTest
  @MethodSource("hot")
  void costsNoMoreWhenManyItemsAreThere(String statement) throws Exception {
    Effort effort = Effort.of(opened, statement, params(statement));

    assertThat(effort.isSmall()).as("%s costs %s", statement, effort).isTrue();
    assertThat(effort.scans(SMALL)).as("%s has %s", statement, effort).isEmpty();
  }

  private static Map<String, Object> params(String statement) {
    Map<String, Object> params = new HashMap<>();
    params.put("queue", "q");
    params.put("name", "q");
    params.put("position", position(statement));
    params.put("first", READY);
    params.put("last", READY + 100);
    params.put("id", "new");
    params.put("item", "1");
    params.put("bytes", 1);
    params.put("deliveries", 0);
    params.put("putAt", 0L);
    params.put("items", 100);
    params.put("lent", 0);
    params.put("put", 1);
    params.put("taken", 1);
    params.put("token", statement.equals(TakeStore.LEND) ? "new" : "token5");
    params.put("lease", 1000L);
    params.put("end", 1000L);
    params.put("child", "child5");
    params.put("now", 3000L);
    params.put("state", "READY");
    params.put("after", 50_000L);
    params.put("limit", 100);
    return params;
  }

  private static int position(String statement) {
    if (statement.startsWith("INSERT")) {
      return NONE;
    }
    return statement.equals(LeaseStore.END) ? lent(READY) : READY;
  }
}
