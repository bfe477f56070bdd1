package io.forkyard.job;

import io.forkyard.storage.Database;
import io.forkyard.storage.RepeatKey;
import io.forkyard.storage.RepeatStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of accepting, showing and forgetting jobs. Each method is one transaction. */
final class JobStore {

  static final String COLUMNS =
      """
      id, pool, name, target, state, result, failure, node, pid, ppid, process, exit_code,
      attempt, max_attempts, progress, not_before, output_truncated, submitted_at, started_at,
      finished_at,
      """
          + CallbackStore.COLUMNS;

  static final String JOBS = " FROM job LEFT JOIN callback ON subject = id AND kind = 'JOB' ";

  private static final String INSERT =
      """
      INSERT INTO job (id, pool, name, target, args, kwargs, source, jvm_options, timeout,
                       max_attempts, priority, not_before, parent, state, submitted_at)
      VALUES (:id, :pool, :name, :target, :args, :kwargs, :source, :options, :timeout,
              :attempts, :priority, :notBefore, :parent, 'PENDING', :now)
      """;

  private static final String COUNT_NEW =
      "UPDATE job_count SET pending = pending + 1"
          + " WHERE pool = :pool AND closed = 0 AND pending < :max";

  private static final String CLOSED = "SELECT closed FROM job_count WHERE pool = :pool";

  private static final String KEEP_SOURCE =
      "INSERT INTO source (hash, text) VALUES (:hash, :text) ON CONFLICT DO NOTHING";

  private static final String INSERT_CLASSPATH =
      "INSERT INTO job_classpath (job, position, artifact) VALUES (:job, :position, :artifact)";

  static final String ATTEMPTS = "SELECT * FROM attempt WHERE job IN (:jobs) ORDER BY job, number";

  private static final String STATE = "SELECT state FROM job WHERE id = :id AND parent = :parent";

  static final String OWNER =
      "SELECT owner FROM job WHERE id = :id AND state IN ('RUNNING', 'STOPPING')";

  static final String DELETE =
      "DELETE FROM job WHERE id = :id AND state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')";

  static final String OUTPUT =
      "SELECT bytes FROM output WHERE job = :job AND attempt = :attempt AND stream = :stream";

  /** What the states say anyway, in the words of the indexes. Those that run are few. */
  private static final String WAITING = " AND state = 'PENDING'";

  private static final String RUNNING =
      " AND id IN (SELECT id FROM job WHERE state IN ('RUNNING', 'STOPPING'))";

  private static final String OVER = " AND finished_at IS NOT NULL";

  /** A page ends after so many characters of results. */
  private static final int PAGE_CHARACTERS = 8_000_000;

  private final Database database;
  private final Clock clock;

  JobStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  Added add(UUID id, NewJob job, int maxPending, @Nullable RepeatKey key) {
    return database.write(sql -> {
      if (!RepeatStore.claim(sql, key, id.toString(), clock.instant())) {
        return new Added.Repeated();
      }
      String pool = job.submission().pool();
      if (!countNew(sql, pool, maxPending)) {
        RepeatStore.release(sql, key);
        return refusal(sql, pool);
      }
      return new Added.Stored(insert(sql, id, job));
    });
  }

  /** Whether the backlog had a place. */
  static boolean countNew(JdbcClient sql, String pool, int maxPending) {
    return sql.sql(COUNT_NEW).param("pool", pool).param("max", maxPending).update() == 1;
  }

  /** Why it had none. */
  static Added.Refused refusal(JdbcClient sql, String pool) {
    Optional<Boolean> closed =
        sql.sql(CLOSED).param("pool", pool).query((row, n) -> row.getInt("closed") == 1).optional();
    if (closed.isEmpty()) {
      return new Added.NoPool();
    }
    return closed.get() ? new Added.Closed() : new Added.Full();
  }

  static void keepSource(JdbcClient sql, NewJob job) {
    if (job.sourceHash() != null) {
      sql.sql(KEEP_SOURCE)
          .param("hash", job.sourceHash())
          .param("text", job.submission().source())
          .update();
    }
  }

  private Job insert(JdbcClient sql, UUID id, NewJob job) {
    Submission wanted = job.submission();
    keepSource(sql, job);
    long now = clock.millis();
    Long notBefore = wanted.delay().isPositive() ? now + wanted.delay().toMillis() : null;
    sql.sql(INSERT)
        .param("id", id.toString())
        .param("pool", wanted.pool())
        .param("name", wanted.name())
        .param("target", job.target())
        .param("args", wanted.args())
        .param("kwargs", wanted.kwargs())
        .param("source", job.sourceHash())
        .param("options", job.jvmOptions())
        .param("timeout", millis(wanted.timeout()))
        .param("attempts", wanted.maxAttempts())
        .param("priority", wanted.priority())
        .param("notBefore", notBefore)
        .param("parent", job.parent() == null ? null : job.parent().toString())
        .param("now", now)
        .update();
    if (wanted.receiver() != null) {
      CallbackStore.add(sql, Delivery.Kind.JOB, id, wanted.receiver());
    }
    int position = 0;
    for (String artifact : wanted.classpath()) {
      sql.sql(INSERT_CLASSPATH)
          .param("job", id.toString())
          .param("position", position++)
          .param("artifact", artifact)
          .update();
    }
    return wanted.receiver() == null
        ? Job.accepted(id, job, notBefore, now)
        : one(sql, id).orElseThrow();
  }

  /** A time-out below a millisecond is one millisecond, never none. */
  static @Nullable Long millis(@Nullable Duration timeout) {
    return timeout == null ? null : Math.max(1, timeout.toMillis());
  }

  Optional<Job> find(UUID id) {
    return database.read(sql -> one(sql, id));
  }

  Optional<JobState> state(UUID id, UUID parent) {
    return database.read(sql ->
        sql.sql(STATE)
            .param("id", id.toString())
            .param("parent", parent.toString())
            .query((row, n) -> JobState.valueOf(row.getString("state")))
            .optional());
  }

  Optional<String> owner(UUID id) {
    return database.read(
        sql -> sql.sql(OWNER).param("id", id.toString()).query(String.class).optional());
  }

  private static Optional<Job> one(JdbcClient sql, UUID id) {
    List<Job> found =
        sql.sql("SELECT " + COLUMNS + JOBS + "WHERE id = :id")
            .param("id", id.toString())
            .query((row, n) -> JobRows.job(row))
            .list();
    return withAttempts(sql, found).stream().findFirst();
  }

  /** Fewer than the limit when their results are large. */
  JobPage list(JobFilter filter, @Nullable UUID before, int limit) {
    String query = "SELECT " + COLUMNS + JOBS + where(filter, before, words(filter));
    return database.read(sql -> {
      JobPage page =
          params(sql.sql(query), filter, before, limit)
              .query((ResultSetExtractor<JobPage>) rows -> page(rows, limit));
      return new JobPage(withAttempts(sql, page.jobs()), page.more());
    });
  }

  static JdbcClient.StatementSpec params(
      JdbcClient.StatementSpec statement, JobFilter filter, @Nullable UUID before, int limit) {
    return statement
        .param("pool", filter.pool())
        .param("state", filter.state() == null ? null : filter.state().name())
        .param("name", filter.name())
        .param("before", before == null ? null : before.toString())
        .param("limit", limit + 1);
  }

  /**
   * A name leaves the fewest rows, so that its index is the one to be used. {@code IS TRUE} keeps
   * the others out, and leaves PostgreSQL its figures of how many rows they let pass.
   *
   * @param words see {@link #words}; none for maps, whose index has all states
   */
  static String where(JobFilter filter, @Nullable UUID before, String words) {
    StringBuilder query = new StringBuilder("WHERE 1 = 1");
    if (filter.pool() != null) {
      query.append(filter.name() == null ? " AND pool = :pool" : " AND (pool = :pool) IS TRUE");
    }
    if (filter.state() != null) {
      query.append(filter.name() == null ? " AND state = :state" : " AND (state = :state) IS TRUE");
    }
    if (filter.name() != null) {
      query.append(" AND name = :name");
    }
    if (before != null) {
      query.append(" AND id < :before");
    }
    return query.append(words).append(" ORDER BY id DESC LIMIT :limit").toString();
  }

  /** Of the filter's state, which lead to the index of the jobs in it. */
  static String words(JobFilter filter) {
    if (filter.state() == null || filter.name() != null) {
      return "";
    }
    return switch (filter.state()) {
      case PENDING -> WAITING;
      case RUNNING, STOPPING -> RUNNING;
      case SUCCEEDED, FAILED, CANCELLED -> OVER;
    };
  }

  private static JobPage page(ResultSet rows, int limit) throws SQLException {
    List<Job> jobs = new ArrayList<>();
    long size = 0;
    while (rows.next()) {
      if (jobs.size() == limit || size > PAGE_CHARACTERS) {
        return new JobPage(jobs, true);
      }
      Job job = JobRows.job(rows);
      jobs.add(job);
      size += job.result() == null ? 0 : job.result().length();
    }
    return new JobPage(jobs, false);
  }

  /** Only jobs that were tried again have rows to look for. */
  private static List<Job> withAttempts(JdbcClient sql, List<Job> jobs) {
    List<String> tried =
        jobs.stream().filter(j -> j.maxAttempts() > 1).map(j -> j.id().toString()).toList();
    if (tried.isEmpty()) {
      return jobs;
    }
    Map<UUID, List<Attempt>> attempts =
        sql
            .sql(ATTEMPTS)
            .param("jobs", tried)
            .query(
                (row, n) -> Map.entry(UUID.fromString(row.getString("job")), JobRows.attempt(row)))
            .list()
            .stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    Function<Job, Job> fill = job -> job.with(attempts.getOrDefault(job.id(), List.of()));
    return jobs.stream().map(fill).toList();
  }

  /** Whether a finished job with this id was there. */
  boolean delete(UUID id) {
    return database.write(sql -> sql.sql(DELETE).param("id", id.toString()).update() == 1);
  }

  Optional<byte[]> output(UUID id, int attempt, String stream) {
    return database.read(sql ->
        sql.sql(OUTPUT)
            .param("job", id.toString())
            .param("attempt", attempt)
            .param("stream", stream)
            .query((row, n) -> row.getBytes("bytes"))
            .optional());
  }
}
