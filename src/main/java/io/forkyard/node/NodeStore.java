package io.forkyard.node;

import io.forkyard.storage.Database;
import io.forkyard.storage.Node;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of the services on a database. */
final class NodeStore {

  /** A database has one service at a time, and whoever joins has it. */
  private static final String FORGET = "DELETE FROM node";

  private final Database database;
  private final String insert;

  NodeStore(Database database) {
    this.database = database;
    this.insert =
        "INSERT INTO node (id, name, folder, pid, started_at, seen_at)"
            + " VALUES (:id, :name, :folder, :pid, %1$s, %1$s)".formatted(database.now());
  }

  /** Enters a node in the place of the one that had the database before. */
  void join(Node node, String folder) {
    database.write(sql -> {
      sql.sql(FORGET).update();
      return insert(sql, node, folder);
    });
  }

  private int insert(JdbcClient sql, Node node, String folder) {
    return sql.sql(insert)
        .param("id", node.id())
        .param("name", node.name())
        .param("folder", folder)
        .param("pid", node.pid())
        .update();
  }
}
