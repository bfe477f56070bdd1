package io.forkyard.node;

import io.forkyard.storage.Database;
import io.forkyard.storage.Node;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of the nodes of a database. All times are by its clock. */
final class NodeStore {

  private static final String DELETE = "DELETE FROM node WHERE id = :id";

  private final Database database;
  private final String forget;
  private final String insert;
  private final String renew;
  private final String giveUp;

  NodeStore(Database database) {
    this.database = database;
    this.forget =
        "DELETE FROM node WHERE id <> :self" + (database.shared() ? " AND folder = :folder" : "");
    this.insert =
        "INSERT INTO node (id, name, folder, pid, started_at, seen_at)"
            + " VALUES (:id, :name, :folder, :pid, %1$s, %1$s)".formatted(database.now());
    this.renew = "UPDATE node SET seen_at = %s WHERE id = :id".formatted(database.now());
    this.giveUp =
        "DELETE FROM node WHERE id <> :id AND seen_at < %s - :limit".formatted(database.now());
  }

  /**
   * Enters a node.
   *
   * @param former its id before, if it had one
   */
  void enter(Node node, String id, @Nullable String former, String folder) {
    database.admit(sql -> {
      delete(sql, former);
      return sql.sql(insert)
          .param("id", id)
          .param("name", node.name())
          .param("folder", folder)
          .param("pid", node.pid())
          .update();
    });
  }

  void leave(String id) {
    database.admit(sql -> delete(sql, id));
  }

  private static int delete(JdbcClient sql, @Nullable String id) {
    return id == null ? 0 : sql.sql(DELETE).param("id", id).update();
  }

  /** Forgets who had the data folder of a node before, or a database that is not shared. */
  void forgetFormer(String self, String folder) {
    database.write(sql -> sql.sql(forget).param("folder", folder).param("self", self).update());
  }

  /** A sign of life. Those who gave none for so long are given up. */
  void beat(String id, Duration limit) {
    database.write(sql -> {
      sql.sql(giveUp).param("id", id).param("limit", limit.toMillis()).update();
      return sql.sql(renew).param("id", id).update();
    });
  }
}
