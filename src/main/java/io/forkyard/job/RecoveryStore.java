package io.forkyard.job;

import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of what a service leaves that ended without a word. */
final class RecoveryStore {

  static final String LEFT =
      """
      SELECT id, pool, state, attempt, max_attempts, submitted_at
        FROM job
       WHERE state IN ('RUNNING', 'STOPPING')
         AND NOT EXISTS (SELECT 1 FROM node WHERE node.id = job.owner)
      """;

  private static final String KEEP_ATTEMPT =
      """
      INSERT INTO attempt (job, number, node, pid, ppid, process, failure, started_at, finished_at)
      SELECT id, attempt, node, pid, ppid, process, :failure, started_at, :now
        FROM job WHERE id = :id
      """;

  private static final String AGAIN =
      """
      UPDATE job
         SET state = 'PENDING', attempt_token = NULL, node = NULL, pid = NULL, ppid = NULL,
             process = NULL, owner = NULL, progress = NULL, started_at = NULL
       WHERE id = :id AND state = 'RUNNING'
      """;

  private static final String END =
      """
      UPDATE job SET state = :state, attempt_token = NULL, failure = :failure, finished_at = :now
       WHERE id = :id AND state IN ('RUNNING', 'STOPPING')
      """;

  static final String KEEP_OUTPUT =
      """
      INSERT INTO output (job, attempt, stream, bytes)
      SELECT id, attempt, :stream, :bytes FROM job
       WHERE owner = :owner AND pid = :pid AND exit_code IS NULL
         AND state IN ('RUNNING', 'STOPPING')
      ON CONFLICT DO NOTHING
      """;

  static final String NOTE_CUT =
      """
      UPDATE job SET output_truncated = 1
       WHERE owner = :owner AND pid = :pid AND exit_code IS NULL
         AND state IN ('RUNNING', 'STOPPING')
      """;

  private static final String OUTPUT =
      "SELECT bytes FROM output WHERE job = :id AND attempt = :attempt ORDER BY stream DESC";

  private static final Failure LOST =
      Failure.of(FailureReason.NODE_LOST, "The service was killed while the job ran.");

  private static final Failure STOPPED =
      Failure.of(
          FailureReason.TERMINATED, "The service was killed while the job was being stopped.");

  private final Database database;
  private final Clock clock;

  RecoveryStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Keeps what a child had printed whose job is not settled yet. */
  void keepOutput(String owner, long pid, String stream, byte[] bytes, boolean truncated) {
    database.write(sql -> {
      int kept =
          sql.sql(KEEP_OUTPUT)
              .param("stream", stream)
              .param("bytes", bytes)
              .param("owner", owner)
              .param("pid", pid)
              .update();
      return truncated ? sql.sql(NOTE_CUT).param("owner", owner).param("pid", pid).update() : kept;
    });
  }

  /**
   * Settles what ran on nodes that are gone: tried again, lost or cancelled.
   *
   * @return those that have ended
   */
  List<JobEnded> recover() {
    return database.write(sql -> {
      List<Left> left = sql.sql(LEFT).query((row, n) -> Left.of(row)).list();
      return left.stream().flatMap(job -> settle(sql, job).stream()).toList();
    });
  }

  private Optional<JobEnded> settle(JdbcClient sql, Left job) {
    List<byte[]> output = output(sql, job);
    if (job.state() == JobState.STOPPING) {
      return Optional.of(end(sql, job, JobState.CANCELLED, STOPPED.withLastOutput(output)));
    }
    Failure lost = LOST.withLastOutput(output);
    if (job.mayTryAgain()) {
      again(sql, job, lost);
      return Optional.empty();
    }
    return Optional.of(end(sql, job, JobState.FAILED, lost));
  }

  private static List<byte[]> output(JdbcClient sql, Left job) {
    return sql.sql(OUTPUT)
        .param("id", job.id().toString())
        .param("attempt", job.attempt())
        .query((row, n) -> row.getBytes(1))
        .list();
  }

  private void again(JdbcClient sql, Left job, Failure lost) {
    sql.sql(KEEP_ATTEMPT)
        .param("failure", JobRows.text(lost))
        .param("now", clock.millis())
        .param("id", job.id().toString())
        .update();
    sql.sql(AGAIN).param("id", job.id().toString()).update();
    AttemptStore.count(sql, job.pool(), 1, -1, 0, 0);
  }

  private JobEnded end(JdbcClient sql, Left job, JobState state, Failure failure) {
    sql.sql(END)
        .param("state", state.name())
        .param("failure", JobRows.text(failure))
        .param("now", clock.millis())
        .param("id", job.id().toString())
        .update();
    AttemptStore.count(sql, job.pool(), 0, -1, 0, state == JobState.FAILED ? 1 : 0);
    return new JobEnded(job.id(), job.pool(), state, job.submittedAt(), null, true);
  }

  /** A job that had a child when its service died. */
  private record Left(
      UUID id, String pool, JobState state, int attempt, boolean mayTryAgain, Instant submittedAt) {

    static Left of(ResultSet row) throws SQLException {
      return new Left(
          UUID.fromString(row.getString("id")),
          row.getString("pool"),
          JobState.valueOf(row.getString("state")),
          row.getInt("attempt"),
          row.getInt("attempt") < row.getInt("max_attempts"),
          Instant.ofEpochMilli(row.getLong("submitted_at")));
    }
  }
}
