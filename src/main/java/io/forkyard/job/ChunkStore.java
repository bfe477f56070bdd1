package io.forkyard.job;

import io.forkyard.storage.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of a chunk that runs. Each public-facing method is one transaction, guarded by the
 * chunk's token, so that a word that comes too late changes nothing.
 */
final class ChunkStore {

  private static final Failure NEVER_RAN =
      Failure.of(FailureReason.TERMINATED, "The map was stopped before this item had its turn.");

  private static final String MAP =
      "SELECT state, pool, total, done, failed FROM map WHERE id = :map";

  static final String BLOCKS =
      """
      SELECT first, last, items FROM map_input
       WHERE map = :map AND first < :last AND last > :first
         AND EXISTS (SELECT 1 FROM map WHERE id = :map AND state = 'RUNNING')
       ORDER BY first
      """;

  static final String ADVANCE =
      "UPDATE map_chunk SET first = :next WHERE map = :map AND attempt_token = :token";

  private static final String LEAVE =
      "DELETE FROM map_chunk WHERE map = :map AND attempt_token = :token";

  private static final String WAIT =
      """
      INSERT INTO map_chunk (map, first, last, pool, priority, attempt, not_before)
      SELECT id, :first, :last, pool, priority, :attempt, :notBefore FROM map WHERE id = :map
      """;

  private static final String KEEP =
      """
      INSERT INTO map_result (map, first, last, seq, texts, failure, ran)
      SELECT id, :first, :last, last_seq, :texts, :failure, :ran FROM map WHERE id = :map
      """;

  private static final String TELL =
      """
      UPDATE map SET last_seq = last_seq + 1, done = done + :done, failed = failed + :failed
       WHERE id = :map
      """;

  static final String RUNS =
      "SELECT COUNT(*) FROM map_chunk WHERE map = :map AND attempt_token IS NOT NULL";

  private static final String END =
      "UPDATE map SET state = :state, finished_at = :now"
          + " WHERE id = :map AND state IN ('PENDING', 'RUNNING', 'STOPPING')";

  private static final String COUNT =
      """
      UPDATE job_count
         SET pending = pending + :pending, running = running + :running,
             succeeded = succeeded + :succeeded, failed = failed + :failed
       WHERE pool = :pool
      """;

  /** What was kept of a chunk that runs. */
  enum Kept {
    /** It is stale. */
    STALE,
    /** Its map goes on. */
    GOES_ON,
    /** Its map has ended. */
    ENDED;

    static Kept of(boolean ended) {
      return ended ? ENDED : GOES_ON;
    }
  }

  /** A map as far as its end depends on it. */
  record State(JobState state, String pool, int total, int done, int failed) {}

  private final Database database;
  private final Clock clock;
  private final Duration backoff;

  ChunkStore(Database database, Clock clock, Duration backoff) {
    this.database = database;
    this.clock = clock;
    this.backoff = backoff;
  }

  /** The items of a chunk; none when its map is being stopped. */
  Optional<List<String>> items(Chunk chunk) {
    List<String> items = new ArrayList<>(chunk.size());
    database
        .read(sql ->
            sql.sql(BLOCKS)
                .param("map", chunk.map().toString())
                .param("first", chunk.first())
                .param("last", chunk.last())
                .query((row, n) ->
                    new Items.Block(
                        row.getInt("first"), row.getInt("last"), row.getString("items")))
                .list())
        .forEach(block -> items.addAll(block.slice(chunk.first(), chunk.last())));
    return items.isEmpty() ? Optional.empty() : Optional.of(items);
  }

  /** Keeps what became of the items from an index on. */
  Kept keep(Chunk chunk, int from, List<Outcome> outcomes) {
    List<ResultRow> rows = ResultRow.of(from, outcomes);
    return database.write(sql -> {
      boolean current =
          of(sql.sql(ADVANCE), chunk).param("next", from + outcomes.size()).update() == 1;
      if (!current) {
        return Kept.STALE;
      }
      keep(sql, chunk, rows);
      return Kept.of(settle(sql, chunk.map(), clock.millis()));
    });
  }

  private void keep(JdbcClient sql, Chunk chunk, List<ResultRow> rows) {
    rows.forEach(row -> keepOrRetry(sql, chunk, row));
  }

  /**
   * Begins to keep what became of the items from an index on, and to end the chunk.
   *
   * @param rest what becomes of the items that nothing is known of; null when there are none
   */
  Supplier<Kept> end(Chunk chunk, int from, List<Outcome> outcomes, @Nullable Rest rest) {
    List<ResultRow> rows = ResultRow.of(from, outcomes);
    int unknown = from + outcomes.size();
    return database.begin(sql -> {
      boolean current = of(sql.sql(LEAVE), chunk).update() == 1;
      if (!current) {
        return Kept.STALE;
      }
      keep(sql, chunk, rows);
      if (rest != null && unknown < chunk.last()) {
        rest(sql, chunk, unknown, rest);
      }
      return Kept.of(settle(sql, chunk.map(), clock.millis()));
    });
  }

  private void rest(JdbcClient sql, Chunk chunk, int from, Rest rest) {
    boolean stopping = stopping(sql, chunk);
    switch (rest) {
      case Rest.Died(Failure failure) -> {
        keepOrRetry(sql, chunk, ResultRow.failed(from, from + 1, failure));
        halves(sql, chunk, from + 1, stopping);
      }
      case Rest.Refused(Failure failure) ->
          keepOrRetry(sql, chunk, ResultRow.failed(from, chunk.last(), failure));
      case Rest.Stopped(Failure failure) when stopping -> {
        keep(sql, chunk.map(), ResultRow.failed(from, from + 1, failure));
        again(sql, chunk, from + 1, chunk.last(), true);
      }
      case Rest.Stopped _, Rest.PutBack() -> again(sql, chunk, from, chunk.last(), stopping);
    }
  }

  /** Smaller pieces, so that what ends children one after the other does not delay all others. */
  private static void halves(JdbcClient sql, Chunk chunk, int from, boolean stopping) {
    int middle = from + (chunk.last() - from + 1) / 2;
    again(sql, chunk, from, middle, stopping);
    again(sql, chunk, middle, chunk.last(), stopping);
  }

  private static void again(JdbcClient sql, Chunk chunk, int first, int last, boolean stopping) {
    if (first < last && stopping) {
      keep(sql, chunk.map(), ResultRow.neverRan(first, last, NEVER_RAN));
    } else if (first < last) {
      wait(sql, chunk.map(), first, last, chunk.number() - 1, null);
    }
  }

  private void keepOrRetry(JdbcClient sql, Chunk chunk, ResultRow row) {
    Failure failure = row.failure();
    boolean again =
        failure != null
            && failure.reason().retried()
            && chunk.number() < chunk.maxAttempts()
            && !stopping(sql, chunk);
    if (again) {
      long notBefore = clock.millis() + Backoff.after(chunk.number(), backoff).toMillis();
      wait(sql, chunk.map(), row.first(), row.last(), chunk.number(), notBefore);
    } else {
      keep(sql, chunk.map(), row);
    }
  }

  private static boolean stopping(JdbcClient sql, Chunk chunk) {
    return state(sql, chunk.map()).map(map -> map.state() == JobState.STOPPING).orElse(false);
  }

  private static JdbcClient.StatementSpec of(JdbcClient.StatementSpec statement, Chunk chunk) {
    return statement.param("map", chunk.map().toString()).param("token", chunk.offer().token());
  }

  static Optional<State> state(JdbcClient sql, UUID map) {
    return sql.sql(MAP)
        .param("map", map.toString())
        .query((row, n) ->
            new State(
                JobState.valueOf(row.getString("state")),
                row.getString("pool"),
                row.getInt("total"),
                row.getInt("done"),
                row.getInt("failed")))
        .optional();
  }

  /** Lets items wait for their turn. */
  static void wait(
      JdbcClient sql, UUID map, int first, int last, int attempt, @Nullable Long notBefore) {
    sql.sql(WAIT)
        .param("map", map.toString())
        .param("first", first)
        .param("last", last)
        .param("attempt", attempt)
        .param("notBefore", notBefore)
        .update();
  }

  /** Keeps results and counts them. */
  static void keep(JdbcClient sql, UUID map, ResultRow row) {
    sql.sql(TELL)
        .param("done", row.ran() ? row.size() : 0)
        .param("failed", row.ran() && row.failure() != null ? row.size() : 0)
        .param("map", map.toString())
        .update();
    sql.sql(KEEP)
        .param("first", row.first())
        .param("last", row.last())
        .param("texts", row.texts())
        .param("failure", JobRows.text(row.failure()))
        .param("ran", row.ran() ? 1 : 0)
        .param("map", map.toString())
        .update();
  }

  /** Lets what waits of a map never run. */
  static void neverRuns(JdbcClient sql, UUID map, int first, int last) {
    keep(sql, map, ResultRow.neverRan(first, last, NEVER_RAN));
  }

  /**
   * Ends a map when its last item is through, or when it is stopped and nothing of it runs.
   *
   * @return whether it has ended, now or before
   */
  static boolean settle(JdbcClient sql, UUID id, long now) {
    State map = state(sql, id).orElseThrow();
    boolean stopping = map.state() == JobState.STOPPING;
    if (map.state().ready()) {
      return true;
    }
    if (stopping ? runs(sql, id) : map.done() < map.total()) {
      return false;
    }
    JobState end = map.failed() > 0 ? JobState.FAILED : JobState.SUCCEEDED;
    finish(sql, id, map, stopping ? JobState.CANCELLED : end, now);
    return true;
  }

  static void finish(JdbcClient sql, UUID id, State map, JobState end, long now) {
    sql.sql(END).param("state", end.name()).param("now", now).param("map", id.toString()).update();
    boolean waited = map.state() == JobState.PENDING;
    count(
        sql,
        map.pool(),
        waited ? -1 : 0,
        waited ? 0 : -1,
        end == JobState.SUCCEEDED ? 1 : 0,
        end == JobState.FAILED ? 1 : 0);
  }

  private static boolean runs(JdbcClient sql, UUID map) {
    return sql.sql(RUNS).param("map", map.toString()).query(Integer.class).single() > 0;
  }

  static void count(
      JdbcClient sql, String pool, int pending, int running, int succeeded, int failed) {
    sql.sql(COUNT)
        .param("pending", pending)
        .param("running", running)
        .param("succeeded", succeeded)
        .param("failed", failed)
        .param("pool", pool)
        .update();
  }
}
