package io.forkyard.job;

import io.forkyard.storage.Database;
import io.forkyard.storage.Node;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of jobs that end, or lose an attempt, without having run. */
final class PendingStore {

  private static final int BATCH = 500;

  static final String CANCEL =
      """
      UPDATE job SET state = 'CANCELLED', finished_at = :now
       WHERE id = :id AND state = 'PENDING'
      RETURNING pool, submitted_at
      """;

  static final String CANCEL_SOME =
      """
      UPDATE job SET state = 'CANCELLED', finished_at = :now
       WHERE id IN (SELECT id FROM job WHERE pool = :pool AND state = 'PENDING' LIMIT :limit)
         AND state = 'PENDING'
      RETURNING id, pool, submitted_at
      """;

  private static final String COUNT_CANCELLED =
      "UPDATE job_count SET pending = pending - :cancelled WHERE pool = :pool";

  static final String DUE =
      """
      SELECT id, attempt, max_attempts, submitted_at
        FROM job
       WHERE pool = :pool AND state = 'PENDING' AND jvm_options = :options
         AND not_before IS NULL
       ORDER BY priority DESC, id
       LIMIT :limit
      """;

  private static final String FAIL =
      """
      UPDATE job
         SET state = 'FAILED', attempt = attempt + 1, failure = :failure, finished_at = :now,
             node = :node, pid = :pid, ppid = :ppid, process = :process, exit_code = :exit
       WHERE id = :id AND state = 'PENDING'
      """;

  private static final String KEEP_ATTEMPT =
      """
      INSERT INTO attempt (job, number, node, pid, ppid, process, exit_code, failure,
                           started_at, finished_at)
      VALUES (:id, :number, :node, :pid, :ppid, :process, :exit, :failure, :now, :now)
      """;

  private static final String LATER =
      """
      UPDATE job SET attempt = attempt + 1, not_before = :notBefore
       WHERE id = :id AND state = 'PENDING'
      """;

  static final String LEFT = "SELECT pending + running FROM job_count WHERE pool = :pool";

  /** Names each pool that anything waits in, also for its place, and that may hand it out. */
  static final String WAITING =
      """
      SELECT name FROM pool
       WHERE state IN ('RUNNING', 'CLOSED')
         AND (EXISTS (SELECT 1 FROM job
                       WHERE job.pool = pool.name AND state = 'PENDING' AND not_before IS NULL)
           OR EXISTS (SELECT 1 FROM job
                       WHERE job.pool = pool.name AND state = 'PENDING' AND not_before <= :now)
           OR EXISTS (SELECT 1 FROM map_chunk
                       WHERE map_chunk.pool = pool.name AND pid IS NULL AND not_before IS NULL)
           OR EXISTS (SELECT 1 FROM map_chunk
                       WHERE map_chunk.pool = pool.name AND attempt_token IS NULL
                         AND not_before <= :now AND not_before IS NOT NULL)
           OR EXISTS (SELECT 1 FROM job
                       WHERE job.pool = pool.name AND state IN ('RUNNING', 'STOPPING') AND lent = 2)
           OR EXISTS (SELECT 1 FROM map_chunk
                       WHERE map_chunk.pool = pool.name AND pid IS NOT NULL AND lent = 2))
      """;

  private final Database database;
  private final Node node;
  private final Clock clock;
  private final Duration backoff;

  PendingStore(Database database, Node node, Clock clock, Duration backoff) {
    this.database = database;
    this.node = node;
    this.clock = clock;
    this.backoff = backoff;
  }

  /** Whether jobs or maps of a pool wait or run, on any node. */
  boolean left(String pool) {
    return database.read(
        sql -> sql.sql(LEFT).param("pool", pool).query(Long.class).optional().orElse(0L) > 0);
  }

  /** The pools that may have something to hand out. */
  List<String> waiting() {
    return database.read(
        sql -> sql.sql(WAITING).param("now", clock.millis()).query(String.class).list());
  }

  /** The end of a job that was waiting and now never starts; empty when it was not waiting. */
  Optional<JobEnded> cancel(UUID id) {
    return database.write(sql -> {
      Optional<JobEnded> end =
          sql.sql(CANCEL)
              .param("now", clock.millis())
              .param("id", id.toString())
              .query((row, n) -> cancelled(id, row))
              .optional();
      end.ifPresent(cancelled -> AttemptStore.count(sql, cancelled.pool(), -1, 0, 0, 0));
      return end;
    });
  }

  /** Cancels some of what waits in a pool; none when nothing waits any more. */
  List<JobEnded> cancelSome(String pool) {
    return database.write(sql -> {
      List<JobEnded> cancelled =
          sql.sql(CANCEL_SOME)
              .param("now", clock.millis())
              .param("pool", pool)
              .param("limit", BATCH)
              .query((row, n) -> cancelled(UUID.fromString(row.getString("id")), row))
              .list();
      sql.sql(COUNT_CANCELLED).param("cancelled", cancelled.size()).param("pool", pool).update();
      return cancelled;
    });
  }

  private static JobEnded cancelled(UUID id, ResultSet row) throws SQLException {
    Instant submittedAt = Instant.ofEpochMilli(row.getLong("submitted_at"));
    return new JobEnded(id, row.getString("pool"), JobState.CANCELLED, submittedAt, null, true);
  }

  /**
   * Takes an attempt from the jobs whose turn it is, because no child starts for them.
   *
   * @param process the last that failed to start, if there was one
   * @return the jobs that have ended by it
   */
  List<JobEnded> failStart(
      String pool, String jvmOptions, Failure failure, @Nullable JobProcess process) {
    return database.write(sql -> {
      long now = clock.millis();
      List<Due> due = due(sql, pool, jvmOptions);
      due.stream().filter(Due::last).forEach(job -> fail(sql, pool, job, failure, process, now));
      due.stream().filter(job -> !job.last()).forEach(job -> later(sql, job, failure, process));
      return due.stream().filter(Due::last).map(job -> job.failed(pool)).toList();
    });
  }

  private static List<Due> due(JdbcClient sql, String pool, String jvmOptions) {
    return sql.sql(DUE)
        .param("pool", pool)
        .param("options", jvmOptions)
        .param("limit", BATCH)
        .query((row, n) ->
            new Due(
                UUID.fromString(row.getString("id")),
                row.getInt("attempt") + 1,
                row.getInt("max_attempts"),
                Instant.ofEpochMilli(row.getLong("submitted_at"))))
        .list();
  }

  private void fail(
      JdbcClient sql,
      String pool,
      Due job,
      Failure failure,
      @Nullable JobProcess process,
      long now) {
    process(sql.sql(FAIL), process)
        .param("failure", JobRows.text(failure))
        .param("now", now)
        .param("id", job.id().toString())
        .update();
    AttemptStore.count(sql, pool, -1, 0, 0, 1);
  }

  private void later(JdbcClient sql, Due job, Failure failure, @Nullable JobProcess process) {
    long now = clock.millis();
    process(sql.sql(KEEP_ATTEMPT), process)
        .param("id", job.id().toString())
        .param("number", job.attempt())
        .param("failure", JobRows.text(failure))
        .param("now", now)
        .update();
    sql.sql(LATER)
        .param("notBefore", now + Backoff.after(job.attempt(), backoff).toMillis())
        .param("id", job.id().toString())
        .update();
  }

  private JdbcClient.StatementSpec process(
      JdbcClient.StatementSpec statement, @Nullable JobProcess process) {
    return statement
        .param("node", process == null ? null : node.name())
        .param("pid", process == null ? null : process.pid())
        .param("ppid", process == null ? null : process.ppid())
        .param("process", process == null ? null : process.name())
        .param("exit", process == null ? null : process.exitCode());
  }

  /** A waiting job and the attempt that it loses. */
  private record Due(UUID id, int attempt, int maxAttempts, Instant submittedAt) {

    boolean last() {
      return attempt >= maxAttempts;
    }

    JobEnded failed(String pool) {
      return new JobEnded(id, pool, JobState.FAILED, submittedAt, null, true);
    }
  }
}
