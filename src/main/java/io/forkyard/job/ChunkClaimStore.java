package io.forkyard.job;

import io.forkyard.storage.Node;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of a chunk's turn, within the transaction that hands out jobs too. */
final class ChunkClaimStore {

  static final String RANGES =
      """
      SELECT map_chunk.map, map_chunk.pool, map_chunk.priority, map_chunk.first, map_chunk.last,
             map_chunk.attempt, map.target, map.kwargs, map.star, map.source, map.jvm_options,
             map.timeout, map.max_attempts, map.failed, map.chunk_size, map.state,
             (SELECT MIN(position) FROM map_classpath WHERE map = map_chunk.map) IS NOT NULL AS jars
        FROM map_chunk JOIN map ON map.id = map_chunk.map
       WHERE map_chunk.pool = :pool AND map_chunk.pid IS NULL AND map_chunk.not_before IS NULL
      """;

  static final String TURN =
      " ORDER BY map_chunk.priority DESC, map_chunk.map, map_chunk.first LIMIT :slots";

  static final String NEXT =
      "SELECT MIN(not_before) FROM map_chunk WHERE pool = :pool AND attempt_token IS NULL"
          + " AND not_before IS NOT NULL AND not_before >= 0";

  static final String DUE =
      "UPDATE map_chunk SET not_before = NULL"
          + " WHERE pool = :pool AND attempt_token IS NULL AND not_before <= :now";

  private static final String CLASSPATH =
      "SELECT artifact FROM map_classpath WHERE map = :map ORDER BY position";

  private static final String TAKE_ALL =
      """
      UPDATE map_chunk
         SET attempt_token = :token, node = :node, owner = :owner, pid = :pid, process = :process,
             not_before = NULL, lent = 0
       WHERE map = :map AND last = :last AND attempt = :attempt AND first = :first
         AND attempt_token IS NULL
      """;

  private static final String TAKE =
      """
      INSERT INTO map_chunk (map, first, last, pool, priority, attempt,
                             attempt_token, node, owner, pid, process)
      VALUES (:map, :first, :last, :pool, :priority, :attempt, :token, :node, :owner, :pid, :process)
      """;

  private static final String LEAVE =
      "UPDATE map_chunk SET first = :last"
          + " WHERE map = :map AND last = :end AND attempt = :attempt AND attempt_token IS NULL";

  private static final String START =
      "UPDATE map SET state = 'RUNNING', started_at = :now WHERE id = :map AND state = 'PENDING'";

  private ChunkClaimStore() {}

  /**
   * As many chunks as there are slots, at most.
   *
   * @param query {@link #RANGES} in their {@link #TURN}, with what the database adds
   */
  static List<ChunkHead> heads(JdbcClient.StatementSpec query, String pool, int slots) {
    List<ChunkHead> ranges =
        query.param("pool", pool).param("slots", slots).query((row, n) -> ChunkHead.of(row)).list();
    return ranges.stream().flatMap(ChunkHead::cut).limit(slots).toList();
  }

  /** Those whose time has come wait for nothing any more. */
  static void due(JdbcClient sql, String pool, long now) {
    sql.sql(DUE).param("pool", pool).param("now", now).update();
  }

  static Chunk start(JdbcClient sql, ChunkHead head, Offer offer, Node node, long now) {
    boolean all = head.last() == head.end();
    if (!all) {
      sql.sql(LEAVE)
          .param("last", head.last())
          .param("map", head.map().toString())
          .param("end", head.end())
          .param("attempt", head.attempt())
          .update();
    }
    sql.sql(all ? TAKE_ALL : TAKE)
        .param("map", head.map().toString())
        .param("first", head.first())
        .param("last", head.last())
        .param("pool", head.pool())
        .param("priority", head.priority())
        .param("attempt", head.attempt())
        .param("token", offer.token())
        .param("node", node.name())
        .param("owner", node.id())
        .param("pid", offer.pid())
        .param("process", offer.worker())
        .update();
    if (head.waits()
        && sql.sql(START).param("now", now).param("map", head.map().toString()).update() == 1) {
      ChunkStore.count(sql, head.pool(), -1, 1, 0, 0);
    }
    return head.chunk(offer, classpath(sql, head));
  }

  static List<String> classpath(JdbcClient sql, ChunkHead head) {
    return head.jars()
        ? sql.sql(CLASSPATH).param("map", head.map().toString()).query(String.class).list()
        : List.of();
  }
}
