package io.forkyard.node;

import io.forkyard.storage.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of errands. Each method is one transaction. */
final class ErrandStore {

  /**
   * An errand on its way.
   *
   * @param request JSON
   */
  record Taken(String id, String kind, String request) {}

  /**
   * How an errand stands for who waits for it.
   *
   * @param answer JSON, once it is done
   * @param failed why it was not done
   * @param gone the node that should do it is
   */
  record Progress(@Nullable String answer, @Nullable String failed, boolean gone) {

    boolean over() {
      return gone || answer != null || failed != null;
    }
  }

  private static final String OTHERS = "SELECT id FROM node WHERE id <> :self ORDER BY id";

  private static final String WAITS =
      "SELECT COUNT(*) FROM errand WHERE node = :node AND taken_at IS NULL";

  private static final String ANSWER =
      "UPDATE errand SET answer = :answer, failed = :failed WHERE id = :id";

  private static final String LOOK = "SELECT answer, failed FROM errand WHERE id = :id";

  private static final String FORGET = "DELETE FROM errand WHERE id = :id";

  private final Database database;
  private final String add;
  private final String forgetOld;
  private final String take;

  ErrandStore(Database database) {
    this.database = database;
    this.add =
        """
        INSERT INTO errand (id, node, kind, request, asked_at)
        SELECT :id, id, :kind, :request, %s FROM node WHERE id = :node
        """
            .formatted(database.now());
    this.forgetOld = "DELETE FROM errand WHERE asked_at < %s - 60000".formatted(database.now());
    this.take =
        """
        UPDATE errand SET taken_at = %s WHERE node = :node AND taken_at IS NULL
        RETURNING id, kind, request
        """
            .formatted(database.now());
  }

  /** The nodes that are there beside this one. */
  List<String> others(String self) {
    return database.read(sql -> sql.sql(OTHERS).param("self", self).query(String.class).list());
  }

  /**
   * Leaves an errand, and forgets those that were left for a minute: who asked is gone.
   *
   * @return false when there is no such node
   */
  boolean add(String id, String node, String kind, String request) {
    return database.write(sql -> {
      sql.sql(forgetOld).update();
      return sql.sql(add)
          .param("id", id)
          .param("kind", kind)
          .param("request", request)
          .param("node", node)
          .update();
    })
        == 1;
  }

  /** Whether something is to be done by a node. */
  boolean waits(String node) {
    return database.read(sql -> sql.sql(WAITS).param("node", node).query(Long.class).single()) > 0;
  }

  /** All that is to be done by a node; each is given once. */
  List<Taken> take(String node) {
    return database.write(sql -> sql.sql(take).param("node", node).query(Taken.class).list());
  }

  /** Answers an errand, unless who asked has gone. */
  void answer(String id, @Nullable String answer, @Nullable String failed) {
    database.write(sql ->
        sql.sql(ANSWER).param("answer", answer).param("failed", failed).param("id", id).update());
  }

  Progress look(String id) {
    return database
        .read(sql ->
            sql.sql(LOOK)
                .param("id", id)
                .query((row, n) ->
                    new Progress(row.getString("answer"), row.getString("failed"), false))
                .optional())
        .orElseGet(() -> new Progress(null, null, true));
  }

  /** Nobody waits for it any more. */
  void forget(String id) {
    database.writeSoon(sql -> sql.sql(FORGET).param("id", id).update());
  }
}
