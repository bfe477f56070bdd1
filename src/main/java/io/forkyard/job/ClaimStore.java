package io.forkyard.job;

import io.forkyard.storage.Database;
import io.forkyard.storage.Node;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of a job's turn: who is next, and which child gets it. */
final class ClaimStore {

  static final String HEAD =
      """
      SELECT id, pool, priority, target, args, kwargs, source, jvm_options, timeout, attempt, max_attempts,
             submitted_at,
             (SELECT MIN(position) FROM job_classpath WHERE job = job.id) IS NOT NULL AS jars
        FROM job
       WHERE pool = :pool AND state = 'PENDING' AND not_before IS NULL
      """;

  /** Also of the chunks of maps: those whose source waits for the compiler let others pass. */
  static final String PASSED = " AND (source IS NULL OR source NOT IN (:passed))";

  static final String NO_SOURCE = " AND source IS NULL";

  static final String AWAITED = " AND id IN (:awaited)";

  static final String TURN = " ORDER BY priority DESC, id LIMIT :slots";

  static final String NEXT =
      "SELECT MIN(not_before) FROM job WHERE pool = :pool AND state = 'PENDING'"
          + " AND not_before IS NOT NULL";

  static final String DUE =
      "UPDATE job SET not_before = NULL"
          + " WHERE pool = :pool AND state = 'PENDING' AND not_before <= :now";

  static final String CLASSPATH =
      "SELECT artifact FROM job_classpath WHERE job = :id ORDER BY position";

  static final String START =
      """
      UPDATE job
         SET state = 'RUNNING', attempt = attempt + 1, attempt_token = :token, not_before = NULL,
             node = :node, pid = :pid, ppid = :ppid, process = :process, exit_code = NULL,
             owner = :owner, lent = 0, started_at = :now
       WHERE id = :id AND state = 'PENDING'
      """;

  private static final String HALTED =
      "SELECT COUNT(*) FROM pool WHERE name = :pool AND state IN ('PAUSED', 'TERMINATED')";

  /** One question for what each claim has to know. */
  static final String OUTLOOK =
      "SELECT (%s) AS halted, (%s) AS job, (%s) AS chunk"
          .formatted(HALTED, NEXT, ChunkClaimStore.NEXT);

  /**
   * What there is beside the head of the queue.
   *
   * @param halted whether nothing is handed out; another node may have said so a moment ago
   * @param next when the first of those that wait for a time is due; it may be already
   */
  private record Outlook(boolean halted, @Nullable Long next) {

    static Outlook of(ResultSet row) throws SQLException {
      Long job = JobRows.number(row, "job");
      Long chunk = JobRows.number(row, "chunk");
      boolean jobFirst = chunk == null || job != null && job < chunk;
      return new Outlook(row.getInt("halted") == 1, jobFirst ? job : chunk);
    }

    boolean isDue(long now) {
      return next != null && next <= now;
    }
  }

  private final Database database;
  private final Node node;
  private final Clock clock;
  private final String turn;
  private final String chunkTurn;

  ClaimStore(Database database, Node node, Clock clock) {
    this.database = database;
    this.node = node;
    this.clock = clock;
    this.turn = TURN + database.skipLocked("job");
    this.chunkTurn = ChunkClaimStore.TURN + database.skipLocked("map_chunk");
  }

  /** Gives the jobs whose turn it is to the children that fit, as many as there are slots. */
  Turn claim(String pool, Slots slots, List<Offer> offers) {
    return database.write(sql -> {
      long now = clock.millis();
      Outlook outlook = outlook(sql, pool);
      if (outlook.isDue(now)) {
        due(sql, pool, now);
        outlook = outlook(sql, pool);
      }
      Slots.Cluster cluster = slots.cluster();
      List<Lent> returned =
          cluster == null ? List.of() : PlaceStore.giveBack(sql, pool, node, cluster);
      int open = outlook.halted() ? 0 : slots.all() - returned.size();
      Slots left = left(sql, pool, slots.within(open));
      List<Offer> free = new ArrayList<>(offers);
      List<Claim> claims = new ArrayList<>();
      List<String> waiting = new ArrayList<>();
      List<Chunk> chunks = new ArrayList<>();
      List<Code> wanting = new ArrayList<>();
      for (Candidate candidate : candidates(sql, pool, left)) {
        Code code = code(sql, candidate);
        if (code != null && !slots.ready().now().test(code)) {
          wanting.add(code);
          continue;
        }
        Offer offer = take(free, candidate.jvmOptions());
        if (offer == null) {
          waiting.add(candidate.jvmOptions());
          continue;
        }
        switch (candidate) {
          case Head head -> claims.add(start(sql, head, offer, now));
          case ChunkHead head -> chunks.add(ChunkClaimStore.start(sql, head, offer, node, now));
        }
      }
      if (!claims.isEmpty()) {
        AttemptStore.count(sql, pool, -claims.size(), claims.size(), 0, 0);
      }
      Long next = outlook.next();
      Instant due = next == null ? null : Instant.ofEpochMilli(next);
      return new Turn(claims, chunks, waiting, wanting, due, returned);
    });
  }

  /** What may be handed out. */
  private static Slots left(JdbcClient sql, String pool, Slots slots) {
    Slots.Cluster cluster = slots.cluster();
    return cluster == null || slots.all() == 0
        ? slots
        : slots.within(PlaceStore.room(sql, pool, cluster));
  }

  private List<Candidate> candidates(JdbcClient sql, String pool, Slots slots) {
    if (slots.all() == 0) {
      return List.of();
    }
    List<Candidate> turn = new ArrayList<>(awaited(sql, pool, slots));
    int open = Math.min(slots.open(), slots.all() - turn.size());
    Set<UUID> known = turn.stream().map(Candidate::entry).collect(Collectors.toSet());
    others(sql, pool, slots.ready(), open + known.size())
        .filter(other -> !known.contains(other.entry()))
        .limit(open)
        .forEach(turn::add);
    return turn;
  }

  private List<Head> awaited(JdbcClient sql, String pool, Slots slots) {
    return slots.awaited().isEmpty()
        ? List.of()
        : heads(
            sql.sql(HEAD + AWAITED + passed(slots.ready()) + turn)
                .param("awaited", slots.awaited().stream().map(UUID::toString).toList()),
            pool,
            slots.ready(),
            slots.all());
  }

  private Stream<Candidate> others(JdbcClient sql, String pool, Ready ready, int slots) {
    String ranges = ChunkClaimStore.RANGES + passed(ready) + chunkTurn;
    return Stream.<Candidate>concat(
            heads(sql.sql(HEAD + passed(ready) + turn), pool, ready, slots).stream(),
            ChunkClaimStore.heads(with(ready, sql.sql(ranges)), pool, slots).stream())
        .sorted(Candidate.ORDER);
  }

  private static String passed(Ready ready) {
    if (ready.passed().isEmpty()) {
      return "";
    }
    return ready.any() ? PASSED : NO_SOURCE;
  }

  private static JdbcClient.StatementSpec with(Ready ready, JdbcClient.StatementSpec query) {
    return passed(ready).equals(PASSED) ? query.param("passed", ready.passed()) : query;
  }

  private static List<Head> heads(
      JdbcClient.StatementSpec query, String pool, Ready ready, int slots) {
    return with(ready, query)
        .param("pool", pool)
        .param("slots", slots)
        .query((row, n) -> Head.of(row))
        .list();
  }

  /** Null when there is nothing to compile. */
  private static @Nullable Code code(JdbcClient sql, Candidate candidate) {
    String source = candidate.source();
    if (source == null) {
      return null;
    }
    return switch (candidate) {
      case Head head -> new Code(source, classpath(sql, head));
      case ChunkHead head -> new Code(source, ChunkClaimStore.classpath(sql, head));
    };
  }

  private static @Nullable Offer take(List<Offer> free, String jvmOptions) {
    for (Offer offer : free) {
      if (offer.jvmOptions().equals(jvmOptions)) {
        free.remove(offer);
        return offer;
      }
    }
    return null;
  }

  private Claim start(JdbcClient sql, Head head, Offer offer, long now) {
    UUID id = head.id();
    sql.sql(START)
        .param("token", offer.token())
        .param("node", node.name())
        .param("owner", node.id())
        .param("pid", offer.pid())
        .param("ppid", node.pid())
        .param("process", offer.worker())
        .param("now", now)
        .param("id", id.toString())
        .update();
    return head.claim(offer, classpath(sql, head), Instant.ofEpochMilli(now));
  }

  private static List<String> classpath(JdbcClient sql, Head head) {
    return head.jars()
        ? sql.sql(CLASSPATH).param("id", head.id().toString()).query(String.class).list()
        : List.of();
  }

  private static Outlook outlook(JdbcClient sql, String pool) {
    return sql.sql(OUTLOOK).param("pool", pool).query((row, n) -> Outlook.of(row)).single();
  }

  /** Those whose time has come wait for nothing any more. */
  private static void due(JdbcClient sql, String pool, long now) {
    sql.sql(DUE).param("pool", pool).param("now", now).update();
    ChunkClaimStore.due(sql, pool, now);
  }
}
