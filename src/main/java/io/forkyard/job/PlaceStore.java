package io.forkyard.job;

import io.forkyard.storage.Node;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of places in a pool whose size holds for all nodes together, within the transaction of a
 * claim. There is one such transaction at a time, so nobody takes what another has counted.
 */
final class PlaceStore {

  /** Who computes; then who computes or wants to. */
  static final String COMPUTING = taken("lent = 0");

  static final String TAKEN = taken("lent IN (0, 2)");

  static final String FORGET_JOBS =
      """
      UPDATE job SET lent = 0
       WHERE pool = :pool AND state IN ('RUNNING', 'STOPPING') AND lent IN (1, 2) AND owner = :owner
      """;

  static final String FORGET_CHUNKS =
      """
      UPDATE map_chunk SET lent = 0
       WHERE pool = :pool AND pid IS NOT NULL AND lent IN (1, 2) AND owner = :owner
      """;

  static final String NOTE_JOB =
      "UPDATE job SET lent = :lent WHERE id = :entry AND attempt_token = :token";

  private static final String NOTE_CHUNK =
      "UPDATE map_chunk SET lent = :lent WHERE map = :entry AND attempt_token = :token";

  private PlaceStore() {}

  private static String taken(String which) {
    return """
    SELECT (SELECT COUNT(*) FROM job
             WHERE pool = :pool AND state IN ('RUNNING', 'STOPPING') AND %1$s)
         + (SELECT COUNT(*) FROM map_chunk WHERE pool = :pool AND pid IS NOT NULL AND %1$s)
    """
        .formatted(which);
  }

  /**
   * Notes what is lent on this node, and gives places back as far as there are free ones, ahead of
   * all that waits for its turn on any node.
   *
   * @return what was given back
   */
  static List<Lent> giveBack(JdbcClient sql, String pool, Node node, Slots.Cluster cluster) {
    sql.sql(FORGET_JOBS).param("pool", pool).param("owner", node.id()).update();
    sql.sql(FORGET_CHUNKS).param("pool", pool).param("owner", node.id()).update();
    cluster.lent().forEach(lent -> note(sql, lent, lent.returning() ? 2 : 1));
    int free = cluster.size() - count(sql, COMPUTING, pool);
    List<Lent> returned = new ArrayList<>();
    for (Lent lent : cluster.lent()) {
      if (lent.returning() && returned.size() < free) {
        note(sql, lent, 0);
        returned.add(lent);
      }
    }
    return returned;
  }

  private static void note(JdbcClient sql, Lent lent, int how) {
    if (note(sql, NOTE_JOB, lent, how) == 0) {
      note(sql, NOTE_CHUNK, lent, how);
    }
  }

  private static int note(JdbcClient sql, String update, Lent lent, int how) {
    return sql.sql(update)
        .param("lent", how)
        .param("entry", lent.entry().toString())
        .param("token", lent.token())
        .update();
  }

  /** How many more may run; less than none after the pool was made smaller. */
  static int room(JdbcClient sql, String pool, Slots.Cluster cluster) {
    return cluster.size() - count(sql, TAKEN, pool);
  }

  private static int count(JdbcClient sql, String which, String pool) {
    return sql.sql(which).param("pool", pool).query(Integer.class).single();
  }
}
