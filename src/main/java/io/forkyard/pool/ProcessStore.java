package io.forkyard.pool;

import io.forkyard.job.End;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.process.Child;
import io.forkyard.storage.Database;
import io.forkyard.storage.EndedStore;
import io.forkyard.storage.Node;
import io.forkyard.storage.RepeatKey;
import io.forkyard.storage.RepeatStore;
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
import tools.jackson.databind.json.JsonMapper;

/** The SQL of the processes outside every pool. Each method is one transaction. */
final class ProcessStore {

  /** Their number is kept in bounds by each end. */
  static final EndedStore.Rule KEPT = new EndedStore.Rule("process", "ended_at", "1 = 1", 0, 50);

  private static final String COUNT = "UPDATE process_number SET last = last + 1 RETURNING last";

  private static final String KEEP_SOURCE =
      "INSERT INTO source (hash, text) VALUES (:hash, :text) ON CONFLICT DO NOTHING";

  private static final String INSERT =
      """
      INSERT INTO process (id, number, name, target, source, state, node, owner, pid, ppid,
                           started_at)
      VALUES (:id, :number, :name, :target, :source, 'RUNNING', :node, :owner, :pid, :ppid, :started)
      """;

  private static final String INSERT_CLASSPATH =
      """
      INSERT INTO process_classpath (process, position, artifact)
      VALUES (:process, :position, :artifact)
      """;

  private static final String FINISH =
      """
      UPDATE process SET state = :state, exit_code = :exit, failure = :failure, ended_at = :now
       WHERE id = :id AND state = 'RUNNING'
      """;

  private static final String KEEP_OUTPUT =
      "INSERT INTO process_output (process, stream, bytes) VALUES (:process, :stream, :bytes)";

  private static final String FORGET =
      """
      DELETE FROM process
       WHERE state <> 'RUNNING'
         AND id <= (SELECT id FROM process WHERE state <> 'RUNNING'
                     ORDER BY id DESC LIMIT 1 OFFSET :kept)
      """;

  private static final String KEEP_LOST_OUTPUT =
      """
      INSERT INTO process_output (process, stream, bytes)
      SELECT id, :stream, :bytes FROM process
       WHERE owner = :owner AND pid = :pid AND state = 'RUNNING'
      ON CONFLICT DO NOTHING
      """;

  private static final String LEFT =
      """
      SELECT id FROM process
       WHERE state = 'RUNNING'
         AND NOT EXISTS (SELECT 1 FROM node WHERE node.id = process.owner)
      """;

  private static final String LOSE =
      "UPDATE process SET state = 'LOST', failure = :failure, ended_at = :now WHERE id = :id";

  private static final String OUTPUTS =
      "SELECT bytes FROM process_output WHERE process = :id ORDER BY stream DESC";

  private static final String FIND = "SELECT * FROM process WHERE id = :id AND state <> 'RUNNING'";

  private static final String OWNER =
      "SELECT owner FROM process WHERE id = :id AND state = 'RUNNING'";

  private static final String RECENT =
      """
      SELECT * FROM process
       WHERE state <> 'RUNNING' AND ended_at >= :since
         AND (CAST(:before AS TEXT) IS NULL OR id < :before)
         AND (CAST(:state AS TEXT) IS NULL OR state = :state)
       ORDER BY id DESC LIMIT :limit
      """;

  private static final String OUTPUT =
      "SELECT bytes FROM process_output WHERE process = :process AND stream = :stream";

  private static final Duration RECENTLY = Duration.ofHours(1);

  private static final Failure LOST =
      Failure.of(FailureReason.NODE_LOST, "The service was killed while the process ran.");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final Node node;
  private final Clock clock;
  private final int kept;

  /** Keeps so many ended ones. */
  ProcessStore(Database database, Node node, Clock clock, int kept) {
    this.database = database;
    this.node = node;
    this.clock = clock;
    this.kept = kept;
  }

  /** The number of the next process, counted over all nodes. */
  long nextNumber() {
    return database.write(sql -> sql.sql(COUNT).query(Long.class).single());
  }

  /** False when the request was done before: then nothing is stored. */
  boolean add(
      Child child,
      long number,
      String target,
      NewProcess wanted,
      @Nullable String source,
      @Nullable RepeatKey key) {
    return database.write(sql -> {
      if (!RepeatStore.claim(sql, key, child.id().toString(), clock.instant())) {
        return false;
      }
      if (source != null) {
        sql.sql(KEEP_SOURCE).param("hash", source).param("text", wanted.source()).update();
      }
      sql.sql(INSERT)
          .param("id", child.id().toString())
          .param("number", number)
          .param("name", child.name())
          .param("target", target)
          .param("source", source)
          .param("node", node.name())
          .param("owner", node.id())
          .param("pid", child.pid())
          .param("ppid", node.pid())
          .param("started", child.startedAt().toEpochMilli())
          .update();
      int position = 0;
      for (String artifact : wanted.classpath()) {
        sql.sql(INSERT_CLASSPATH)
            .param("process", child.id().toString())
            .param("position", position++)
            .param("artifact", artifact)
            .update();
      }
      return true;
    });
  }

  /** Writes the end of a process, and forgets the oldest ends. */
  void finish(UUID id, End end) {
    end(id, ProcessState.ENDED, end.exitCode(), end);
  }

  /** Settles one whose node was given up for lost, unless others have done it. */
  void lose(UUID id, End end) {
    end(id, ProcessState.LOST, null, end);
  }

  private void end(UUID id, ProcessState state, @Nullable Integer exit, End end) {
    database.write(sql -> {
      int changed =
          sql.sql(FINISH)
              .param("state", state.name())
              .param("exit", exit)
              .param("failure", end.failure() == null ? null : text(end.failure()))
              .param("now", clock.millis())
              .param("id", id.toString())
              .update();
      if (changed == 1) {
        keepOutput(sql, id, "STDOUT", end.stdout());
        keepOutput(sql, id, "STDERR", end.stderr());
      }
      return sql.sql(FORGET).param("kept", kept).update();
    });
  }

  private static void keepOutput(JdbcClient sql, UUID id, String stream, byte[] bytes) {
    if (bytes.length > 0) {
      sql.sql(KEEP_OUTPUT)
          .param("process", id.toString())
          .param("stream", stream)
          .param("bytes", bytes)
          .update();
    }
  }

  /** Keeps what a process of a node that is gone had printed; once more does no harm. */
  void keepOutput(String owner, long pid, String stream, byte[] bytes) {
    database.write(sql ->
        sql.sql(KEEP_LOST_OUTPUT)
            .param("stream", stream)
            .param("bytes", bytes)
            .param("owner", owner)
            .param("pid", pid)
            .update());
  }

  /** Settles those that lived on nodes that are gone, and names them. */
  List<UUID> lose() {
    return database.write(sql -> {
      List<String> left = sql.sql(LEFT).query(String.class).list();
      left.forEach(id -> lose(sql, id));
      return left.stream().map(UUID::fromString).toList();
    });
  }

  private void lose(JdbcClient sql, String id) {
    List<byte[]> output =
        sql.sql(OUTPUTS).param("id", id).query((row, n) -> row.getBytes(1)).list();
    sql.sql(LOSE)
        .param("failure", text(LOST.withLastOutput(output)))
        .param("now", clock.millis())
        .param("id", id)
        .update();
  }

  /** A process that has ended or is lost. */
  Optional<ProcessStatus> find(UUID id) {
    return database.read(
        sql -> sql.sql(FIND).param("id", id.toString()).query((row, n) -> status(row)).optional());
  }

  /** The node that has a process which has not ended. */
  Optional<String> owner(UUID id) {
    return database.read(
        sql -> sql.sql(OWNER).param("id", id.toString()).query(String.class).optional());
  }

  /** Those that have ended in the last hour, newest first. */
  List<ProcessStatus> recent(ProcessFilter filter, int limit) {
    return database.read(sql ->
        sql.sql(RECENT)
            .param("since", clock.instant().minus(RECENTLY).toEpochMilli())
            .param("before", filter.before() == null ? null : filter.before().toString())
            .param("state", filter.state() == null ? null : filter.state().name())
            .param("limit", limit)
            .query((row, n) -> status(row))
            .list());
  }

  Optional<byte[]> output(UUID id, String stream) {
    return database.read(sql ->
        sql.sql(OUTPUT)
            .param("process", id.toString())
            .param("stream", stream)
            .query((row, n) -> row.getBytes("bytes"))
            .optional());
  }

  private static String text(Failure failure) {
    return JSON.writeValueAsString(failure);
  }

  private static ProcessStatus status(ResultSet row) throws SQLException {
    String failure = row.getString("failure");
    ProcessState state = ProcessState.valueOf(row.getString("state"));
    return new ProcessStatus(
        UUID.fromString(row.getString("id")),
        row.getString("name"),
        row.getLong("pid"),
        row.getLong("ppid"),
        state == ProcessState.ENDED ? row.getInt("exit_code") : null,
        state,
        null,
        null,
        null,
        null,
        null,
        failure == null ? null : JSON.readValue(failure, Failure.class),
        Instant.ofEpochMilli(row.getLong("started_at")),
        Instant.ofEpochMilli(row.getLong("ended_at")));
  }
}
