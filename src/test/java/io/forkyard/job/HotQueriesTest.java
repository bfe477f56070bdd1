package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.Effort;
import io.forkyard.storage.TestDatabase;
import io.forkyard.storage.TestPostgres;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is asked all the time costs no more because many jobs and maps have ended. There are 100,000
 * of each; {@code -Dforkyard.test.rows=1000000} makes more.
 */
class HotQueriesTest {

  /** They have few rows, and a look at them all is the cheapest. */
  private static final List<String> SMALL = List.of("pool", "node", "job_count", "map_chunk");

  private static final String FINISHED =
      " 'A::b', '{}', '', 1, 0, CASE WHEN i % 100 = 0 THEN 'FAILED' WHEN i % 100 = 1"
          + " THEN 'CANCELLED' ELSE 'SUCCEEDED' END, i, i, i";

  private static final List<String> FILL =
      List.of(
          "INSERT INTO pool (name, state, settings) VALUES ('p', 'RUNNING', '{}')",
          "INSERT INTO job_count (pool, pending, running) VALUES ('p', 1000, 100)",
          "INSERT INTO node (id, name, folder, pid, started_at, seen_at)"
              + " VALUES ('n1', 'here', 'folder', 1, 0, 0)",
          "INSERT INTO job (id, pool, name, target, kwargs, jvm_options, max_attempts, priority,"
              + " state, submitted_at, started_at, finished_at, args, result, failure, node, pid,"
              + " ppid, process, exit_code)"
              + " SELECT CAST(1000000000 + i AS TEXT), 'p', 'name' || (i % 1000),"
              + FINISHED
              + ", '[]', CASE WHEN i % 100 > 1 THEN '1' END, CASE WHEN i % 100 = 0 THEN '{}' END,"
              + " 'here', 1000 + i % 30000, 1, 'w', 0 FROM each",
          "INSERT INTO job (id, pool, target, args, kwargs, jvm_options, max_attempts, priority,"
              + " state, not_before, submitted_at)"
              + " SELECT CAST(3000000000 + i AS TEXT), 'p', 'A::b', '[]', '{}', '', 1, i % 3,"
              + " 'PENDING', CASE WHEN i % 2 = 0 THEN 9000000000000 END, 0"
              + " FROM each WHERE i <= 1000",
          "INSERT INTO job (id, pool, target, args, kwargs, jvm_options, max_attempts, priority,"
              + " state, attempt, attempt_token, node, owner, pid, ppid, process, submitted_at,"
              + " started_at)"
              + " SELECT CAST(2000000000 + i AS TEXT), 'p', 'A::b', '[]', '{}', '', 1, 0,"
              + " 'RUNNING', 1, 'token' || i, 'here', 'n1', 1000 + i, 1, 'w', 0, 0"
              + " FROM each WHERE i <= 100",
          "INSERT INTO attempt (job, number, node, pid, process, exit_code, started_at,"
              + " finished_at) SELECT CAST(1000000000 + i AS TEXT), 1, 'here', i, 'w', 0, i, i"
              + " FROM each",
          "INSERT INTO output (job, attempt, stream, bytes)"
              + " SELECT CAST(1000000000 + i AS TEXT), 1, 'STDOUT', CAST('x' AS %s) FROM each",
          "INSERT INTO job_classpath (job, position, artifact)"
              + " SELECT CAST(1000000000 + i AS TEXT), 0, 'a' FROM each",
          "INSERT INTO callback (kind, subject, way, address, outcome, ended_at, delivered_at)"
              + " SELECT 'JOB', CAST(1000000000 + i AS TEXT), 'QUEUE', 'q', 'DELIVERED', i, i"
              + " FROM each WHERE i > 100",
          "INSERT INTO callback (kind, subject, way, address, ended_at, next_try)"
              + " SELECT 'JOB', CAST(1000000000 + i AS TEXT), 'QUEUE', 'q', i, i"
              + " FROM each WHERE i <= 100",
          "INSERT INTO map (id, pool, name, target, kwargs, jvm_options, max_attempts, priority,"
              + " state, submitted_at, started_at, finished_at, star, chunk_size, total, done,"
              + " failed) SELECT CAST(1000000000 + i AS TEXT), 'p', 'name' || (i % 1000),"
              + FINISHED
              + ", 0, 1, 2, 2, CASE WHEN i % 100 = 0 THEN 1 ELSE 0 END FROM each",
          "INSERT INTO map_classpath (map, position, artifact)"
              + " SELECT CAST(1000000000 + i AS TEXT), 0, 'a' FROM each",
          "INSERT INTO map_input (map, first, last, items)"
              + " SELECT CAST(1000000000 + i AS TEXT), 0, 2, '1' FROM each",
          "INSERT INTO map_result (map, first, last, seq, texts, ran)"
              + " SELECT CAST(1000000000 + i AS TEXT), 0, 2, 1, '1', 1 FROM each",
          "INSERT INTO map (id, pool, target, kwargs, jvm_options, max_attempts, priority, state,"
              + " submitted_at, star, chunk_size, total)"
              + " SELECT CAST(2000000000 + i AS TEXT), 'p', 'A::b', '{}', '', 1, 0,"
              + " CASE WHEN i <= 100 THEN 'RUNNING' ELSE 'PENDING' END, 0, 0, 1, 2"
              + " FROM each WHERE i <= 1000",
          "INSERT INTO map_chunk (map, first, last, pool, priority, attempt, not_before)"
              + " SELECT CAST(2000000000 + i AS TEXT), 0, 1, 'p', 0, 0,"
              + " CASE WHEN i % 2 = 0 THEN 9000000000000 END FROM each WHERE i <= 1000",
          "INSERT INTO map_chunk (map, first, last, pool, priority, attempt, attempt_token, node,"
              + " owner, pid, process) SELECT CAST(2000000000 + i AS TEXT), 1, 2, 'p', 0, 0,"
              + " 'chunk' || i, 'here', 'n1', 2000 + i, 'w' FROM each WHERE i <= 100");

  private static final Map<String, Object> PARAMS =
      Map.ofEntries(
          Map.entry("pool", "p"),
          Map.entry("owner", "n1"),
          Map.entry("node", "here"),
          Map.entry("process", "w"),
          Map.entry("name", "name5"),
          Map.entry("options", ""),
          Map.entry("id", "2000000050"),
          Map.entry("entry", "2000000050"),
          Map.entry("job", "1000000050"),
          Map.entry("map", "2000000050"),
          Map.entry("subject", "1000000050"),
          Map.entry("token", "token50"),
          Map.entry("kind", "JOB"),
          Map.entry("outcome", "FAILED"),
          Map.entry("error", "refused"),
          Map.entry("stream", "STDERR"),
          Map.entry("result", "1"),
          Map.entry("failure", "{}"),
          Map.entry("bytes", new byte[] {1}),
          Map.entry("awaited", List.of("3000000001", "3000000003")),
          Map.entry("jobs", List.of("1000000050", "1000000051")),
          Map.entry("ids", List.of("1000000050", "1000000051")),
          Map.entry("before", "2999999999"),
          Map.entry("now", 5_000_000_000L),
          Map.entry("lost", 6_000_000_000L),
          Map.entry("after", -1L),
          Map.entry("afterId", ""),
          Map.entry("until", 5_000_000_000L),
          Map.entry("untilId", ""),
          Map.entry("pid", 1050L),
          Map.entry("ppid", 1L),
          Map.entry("exit", 0),
          Map.entry("progress", 0.5),
          Map.entry("truncated", 0),
          Map.entry("attempt", 1),
          Map.entry("lent", 1),
          Map.entry("first", 0),
          Map.entry("last", 2),
          Map.entry("from", 0),
          Map.entry("next", 1),
          Map.entry("pending", 0),
          Map.entry("running", 0),
          Map.entry("succeeded", 0),
          Map.entry("failed", 0),
          Map.entry("slots", 64),
          Map.entry("most", 64),
          Map.entry("batch", 100),
          Map.entry("limit", 101));

  private static TestDatabase opened;

  @BeforeAll
  static void fill() {
    opened = TestDatabase.open();
    String each =
        "WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each WHERE i < %d) "
            .formatted(Effort.rows());
    String bytes = TestPostgres.wanted() ? "BYTEA" : "BLOB";
    for (String insert : FILL) {
      String text = (insert.contains(" each") ? each : "") + insert.replace("%s", bytes);
      opened.database().write(sql -> sql.sql(text).update());
    }
    if (TestPostgres.wanted()) {
      opened.database().read(sql -> sql.sql("VACUUM ANALYZE").update());
    }
    opened.database().close();
  }

  @AfterAll
  static void close() throws Exception {
    opened.close();
  }

  static Stream<Named<String>> hot() {
    Map<String, List<String>> all = new HashMap<>();
    all.put(
        "claim",
        List.of(
            ClaimStore.HEAD + ClaimStore.TURN,
            ClaimStore.HEAD + ClaimStore.AWAITED + ClaimStore.TURN,
            ClaimStore.OUTLOOK,
            ClaimStore.DUE,
            ClaimStore.START,
            ClaimStore.CLASSPATH,
            ChunkClaimStore.RANGES + ChunkClaimStore.TURN,
            ChunkClaimStore.DUE));
    all.put(
        "place",
        List.of(
            PlaceStore.COMPUTING,
            PlaceStore.TAKEN,
            PlaceStore.FORGET_JOBS,
            PlaceStore.FORGET_CHUNKS,
            PlaceStore.NOTE_JOB));
    all.put(
        "attempt",
        List.of(
            AttemptStore.STATE,
            AttemptStore.FINISH,
            AttemptStore.KEEP_ATTEMPT,
            AttemptStore.PROGRESS,
            AttemptStore.GONE,
            AttemptStore.GONE_BEFORE,
            AttemptStore.COUNT));
    all.put(
        "recovery", List.of(RecoveryStore.LEFT, RecoveryStore.KEEP_OUTPUT, RecoveryStore.NOTE_CUT));
    all.put(
        "map",
        List.of(
            MapEndStore.LEFT,
            MapEndStore.OPEN,
            MapEndStore.OWNERS,
            MapEndStore.DUE,
            ChunkStore.RUNS,
            ChunkStore.ADVANCE,
            ChunkStore.BLOCKS,
            MapResultStore.ORDERED,
            MapResultStore.UNORDERED,
            MapResultStore.FAILED));
    all.put(
        "pending",
        List.of(
            PendingStore.WAITING,
            PendingStore.CANCEL,
            PendingStore.CANCEL_SOME,
            PendingStore.DUE,
            PendingStore.LEFT));
    all.put("delivery", List.of(CallbackStore.NEXT, CallbackStore.CLAIM, CallbackStore.SETTLE));
    all.put(
        "find",
        List.of(
            "SELECT " + JobStore.COLUMNS + JobStore.JOBS + "WHERE id = :id",
            "SELECT " + MapStore.COLUMNS + "WHERE id = :id",
            JobStore.OWNER,
            JobStore.ATTEMPTS,
            JobStore.OUTPUT,
            JobStore.DELETE,
            MapStore.DELETE));
    KeptProperties kept = new KeptProperties(100);
    List<String> retention = new ArrayList<>(Effort.queries(kept.jobs()));
    retention.addAll(Effort.queries(kept.maps()));
    all.put("retention", retention);
    return all.entrySet().stream()
        .flatMap(group ->
            group.getValue().stream()
                .map(sql ->
                    Named.of(
                        group.getKey() + ": " + sql.strip().lines().findFirst().orElse(""), sql)));
  }

  @ParameterizedTest
  @MethodSource("hot")
  void costsNoMoreWhenManyHaveEnded(String statement) throws Exception {
    Map<String, Object> params = new HashMap<>(PARAMS);
    params.put("state", "SUCCEEDED");
    params.put("newer", 99);
    params.put("limit", 20);
    params.put("delivered", 1L);
    assertCheap(statement, params);
  }

  static Stream<JobFilter> filters() {
    Stream<JobState> states =
        Stream.concat(Stream.<JobState>of((JobState) null), Stream.of(JobState.values()));
    return states.flatMap(state ->
        Stream.of("p", null)
            .flatMap(
                pool -> Stream.of("name5", null).map(name -> new JobFilter(pool, state, name))));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void pageCostsNoMoreWhenManyHaveEnded(JobFilter filter) throws Exception {
    for (UUID before : new UUID[] {null, UUID.randomUUID()}) {
      Map<String, Object> params = new HashMap<>(PARAMS);
      params.put("state", filter.state() == null ? "" : filter.state().name());
      String jobs = JobStore.where(filter, before, JobStore.words(filter));
      assertCheap("SELECT " + JobStore.COLUMNS + JobStore.JOBS + jobs, params);
      assertCheap("SELECT " + MapStore.COLUMNS + JobStore.where(filter, before, ""), params);
    }
  }

  private static void assertCheap(String statement, Map<String, Object> params) throws Exception {
    Effort effort = Effort.of(opened, statement, params);
    assertThat(effort.isSmall()).as("%s costs %s", statement, effort).isTrue();
    assertThat(effort.scans(SMALL)).as("%s has %s", statement, effort).isEmpty();
  }
}
