package io.forkyard.inside;

import io.forkyard.storage.Database;
import io.forkyard.storage.Node;
import java.util.List;

/** The SQL of the child JVMs that may have something. */
final class HolderStore {

  private static final String ADD =
      "INSERT INTO holder (child, owner) VALUES (:child, :owner) ON CONFLICT (child) DO NOTHING";

  private static final String REMOVE = "DELETE FROM holder WHERE child = :child";

  private static final String ORPHANS =
      "SELECT child FROM holder WHERE NOT EXISTS (SELECT 1 FROM node WHERE node.id = holder.owner)";

  private final Database database;
  private final Node owner;

  /**
   * Over a database.
   *
   * @param owner the node whose children are added
   */
  HolderStore(Database database, Node owner) {
    this.database = database;
    this.owner = owner;
  }

  /** Before a child takes something. */
  void add(String child) {
    database.write(sql -> sql.sql(ADD).param("child", child).param("owner", owner.id()).update());
  }

  /** After all that it had was freed. */
  void remove(String child) {
    database.write(sql -> sql.sql(REMOVE).param("child", child).update());
  }

  /** Those of nodes that are gone. */
  List<String> orphans() {
    return database.read(sql -> sql.sql(ORPHANS).query(String.class).list());
  }
}
