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

  private static final String LEFT =
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
    if (job.state() == JobState.STOPPING) {
      return Optional.of(end(sql, job, JobState.CANCELLED, STOPPED));
    }
    if (job.mayTryAgain()) {
      again(sql, job);
      return Optional.empty();
    }
    return Optional.of(end(sql, job, JobState.FAILED, LOST));
  }

  private void again(JdbcClient sql, Left job) {
    sql.sql(KEEP_ATTEMPT)
        .param("failure", JobRows.text(LOST))
        .param("now", clock.millis())
        .param("id", job.id().toString())
        .update();
    sql.sql(AGAIN).param("id", job.id().toString()).update();
    AttemptStore.count(sql, job.id(), 1, -1, 0, 0);
  }

  private JobEnded end(JdbcClient sql, Left job, JobState state, Failure failure) {
    sql.sql(END)
        .param("state", state.name())
        .param("failure", JobRows.text(failure))
        .param("now", clock.millis())
        .param("id", job.id().toString())
        .update();
    AttemptStore.count(sql, job.id(), 0, -1, 0, state == JobState.FAILED ? 1 : 0);
    return new JobEnded(job.id(), job.pool(), state, job.submittedAt(), null);
  }

  /** A job that had a child when its service died. */
  private record Left(
      UUID id, String pool, JobState state, boolean mayTryAgain, Instant submittedAt) {

    static Left of(ResultSet row) throws SQLException {
      return new Left(
          UUID.fromString(row.getString("id")),
          row.getString("pool"),
          JobState.valueOf(row.getString("state")),
          row.getInt("attempt") < row.getInt("max_attempts"),
          Instant.ofEpochMilli(row.getLong("submitted_at")));
    }
  }
}
