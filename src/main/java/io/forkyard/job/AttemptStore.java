package io.forkyard.job;

import io.forkyard.storage.Database;
import io.forkyard.storage.Node;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of an attempt's end. Each method is one transaction; each UPDATE repeats the states that
 * it may leave and the attempt's token, so that a word that comes too late changes nothing.
 */
final class AttemptStore {

  private static final String STOPPING =
      "UPDATE job SET state = 'STOPPING'"
          + " WHERE id = :id AND attempt_token = :token AND state = 'RUNNING'";

  static final String STATE =
      """
      SELECT state,
             EXISTS (SELECT 1 FROM callback WHERE subject = job.id AND kind = 'JOB') AS called_back
        FROM job
       WHERE id = :id AND attempt_token = :token
      """;

  static final String FINISH =
      """
      UPDATE job
         SET state = :state, attempt_token = NULL, result = :result, failure = :failure,
             exit_code = :exit, output_truncated = :truncated, progress = :progress,
             finished_at = :now
       WHERE id = :id AND attempt_token = :token AND state IN ('RUNNING', 'STOPPING')
      """;

  static final String KEEP_ATTEMPT =
      """
      INSERT INTO attempt (job, number, node, pid, ppid, process, exit_code, failure,
                           started_at, finished_at)
      SELECT id, attempt, node, pid, ppid, process, :exit, :failure, started_at, :now
        FROM job WHERE id = :id
      """;

  private static final String AGAIN =
      """
      UPDATE job
         SET state = 'PENDING', attempt = :attempt, attempt_token = NULL, not_before = :notBefore,
             node = NULL, pid = NULL, ppid = NULL, process = NULL, owner = NULL,
             exit_code = NULL, output_truncated = :truncated, progress = NULL, started_at = NULL
       WHERE id = :id AND attempt_token = :token AND state IN ('RUNNING', 'STOPPING')
      """;

  static final String PROGRESS =
      "UPDATE job SET progress = :progress"
          + " WHERE id = :id AND attempt_token = :token AND state IN ('RUNNING', 'STOPPING')";

  private static final String KEEP_OUTPUT =
      "INSERT INTO output (job, attempt, stream, bytes) VALUES (:job, :attempt, :stream, :bytes)";

  static final String GONE =
      """
      UPDATE job SET exit_code = :exit
       WHERE id IN (SELECT id FROM job
                     WHERE pid = :pid AND process = :process AND node = :node
                       AND exit_code IS NULL
                     LIMIT :most)
      """;

  static final String GONE_BEFORE =
      """
      UPDATE attempt SET exit_code = :exit
       WHERE (job, number) IN (SELECT job, number FROM attempt
                                WHERE pid = :pid AND process = :process AND node = :node
                                  AND exit_code IS NULL
                                LIMIT :most)
      """;

  static final String COUNT =
      """
      UPDATE job_count
         SET pending = pending + :pending, running = running + :running,
             succeeded = succeeded + :succeeded, failed = failed + :failed
       WHERE pool = :pool
      """;

  private final Database database;
  private final Node node;
  private final Clock clock;
  private final Duration backoff;

  AttemptStore(Database database, Node node, Clock clock, Duration backoff) {
    this.database = database;
    this.node = node;
    this.clock = clock;
    this.backoff = backoff;
  }

  /** Notes that the child was told to stop. False when the attempt is not the current one. */
  boolean stopping(Claim claim) {
    return database.write(sql ->
        sql.sql(STOPPING)
                .param("id", claim.id().toString())
                .param("token", claim.offer().token())
                .update()
            == 1);
  }

  /** Notes how far attempts are. What is told of one that is not the current one is dropped. */
  void progress(List<Share> shares) {
    database.write(sql -> {
      shares.forEach(share ->
          sql.sql(PROGRESS)
              .param("progress", share.share())
              .param("id", share.job().toString())
              .param("token", share.token())
              .update());
      return shares;
    });
  }

  /** Begins to write the end of an attempt. It gives null for a stale attempt. */
  Supplier<@Nullable Ending> finish(Claim claim, End end) {
    return database.<@Nullable Ending>begin(sql -> {
      Before before = before(sql, claim);
      if (before == null) {
        return null;
      }
      JobState to = next(claim, end, before.state());
      long now = clock.millis();
      if (to == JobState.PENDING) {
        retry(sql, claim, end, now);
      } else {
        end(sql, claim, end, to, now);
      }
      keepOutput(sql, claim, end);
      return new Ending(
          claim, end, to, process(claim, end), before.calledBack(), Instant.ofEpochMilli(now));
    });
  }

  /** The job of an attempt that is still its current one. */
  private record Before(JobState state, boolean calledBack) {}

  private JobProcess process(Claim claim, End end) {
    Offer offer = claim.offer();
    return new JobProcess(offer.pid(), node.pid(), offer.worker(), end.exitCode(), node.name());
  }

  private static @Nullable Before before(JdbcClient sql, Claim claim) {
    return sql.sql(STATE)
        .param("id", claim.id().toString())
        .param("token", claim.offer().token())
        .query((row, n) -> new Before(JobState.valueOf(row.getString(1)), row.getBoolean(2)))
        .optional()
        .orElse(null);
  }

  private static JobState next(Claim claim, End end, JobState from) {
    Failure failure = end.failure();
    if (from == JobState.STOPPING || stopped(failure)) {
      return JobState.CANCELLED;
    }
    if (failure == null) {
      return JobState.SUCCEEDED;
    }
    boolean again = failure.reason().retried() && claim.number() < claim.maxAttempts();
    return again ? JobState.PENDING : JobState.FAILED;
  }

  /** A child may be gone before it is written that it was told to stop. */
  private static boolean stopped(@Nullable Failure failure) {
    return failure != null && failure.reason() == FailureReason.TERMINATED;
  }

  private static void end(JdbcClient sql, Claim claim, End end, JobState to, long now) {
    sql.sql(FINISH)
        .param("state", to.name())
        .param("result", end.result())
        .param("failure", JobRows.text(end.failure()))
        .param("exit", end.exitCode())
        .param("truncated", end.truncated() ? 1 : 0)
        .param("progress", end.progress())
        .param("now", now)
        .param("id", claim.id().toString())
        .param("token", claim.offer().token())
        .update();
    count(
        sql, claim.pool(), 0, -1, to == JobState.SUCCEEDED ? 1 : 0, to == JobState.FAILED ? 1 : 0);
  }

  private void retry(JdbcClient sql, Claim claim, End end, long now) {
    sql.sql(KEEP_ATTEMPT)
        .param("exit", end.exitCode())
        .param("failure", JobRows.text(end.failure()))
        .param("now", now)
        .param("id", claim.id().toString())
        .update();
    again(
        sql,
        claim,
        claim.number(),
        now + Backoff.after(claim.number(), backoff).toMillis(),
        end.truncated());
  }

  private static void again(
      JdbcClient sql, Claim claim, int attempt, @Nullable Long notBefore, boolean truncated) {
    int changed =
        sql.sql(AGAIN)
            .param("attempt", attempt)
            .param("notBefore", notBefore)
            .param("truncated", truncated ? 1 : 0)
            .param("id", claim.id().toString())
            .param("token", claim.offer().token())
            .update();
    count(sql, claim.pool(), changed, -changed, 0, 0);
  }

  private static void keepOutput(JdbcClient sql, Claim claim, End end) {
    keepOutput(sql, claim, "STDOUT", end.stdout());
    keepOutput(sql, claim, "STDERR", end.stderr());
  }

  private static void keepOutput(JdbcClient sql, Claim claim, String stream, byte[] bytes) {
    if (bytes.length > 0) {
      sql.sql(KEEP_OUTPUT)
          .param("job", claim.id().toString())
          .param("attempt", claim.number())
          .param("stream", stream)
          .param("bytes", bytes)
          .update();
    }
  }

  /** Puts a job back as if its attempt had never begun, for a stop of the service. */
  void putBack(Claim claim) {
    database.write(sql -> {
      again(sql, claim, claim.number() - 1, null, false);
      return claim;
    });
  }

  /**
   * Adds the exit code of a process to some of the jobs and attempts that it had answered.
   *
   * @param most of the jobs, and of the attempts as well
   * @return to how many; all have it when that is fewer than {@code most}
   */
  int goneSome(Claim claim, int exitCode, int most) {
    return database.write(sql ->
        gone(sql, GONE, claim, exitCode, most) + gone(sql, GONE_BEFORE, claim, exitCode, most));
  }

  private int gone(JdbcClient sql, String update, Claim claim, int exitCode, int most) {
    return sql.sql(update)
        .param("most", most)
        .param("exit", exitCode)
        .param("pid", claim.offer().pid())
        .param("process", claim.offer().worker())
        .param("node", node.name())
        .update();
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
