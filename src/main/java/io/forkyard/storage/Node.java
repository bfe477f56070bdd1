package io.forkyard.storage;

/** This running service among those that share the database. */
public final class Node {

  private final String name;
  private final long pid;
  private volatile String id;

  /**
   * A node.
   *
   * @param id owns what its children have
   * @param name as jobs show it
   * @param pid of its process, the parent of its children
   */
  public Node(String id, String name, long pid) {
    this.id = id;
    this.name = name;
    this.pid = pid;
  }

  /** Another one after each time that it was given up for lost. */
  public String id() {
    return id;
  }

  /** As jobs show it. */
  public String name() {
    return name;
  }

  /** Of its process, the parent of its children. */
  public long pid() {
    return pid;
  }

  /** Begins another life, which owns nothing of the former. */
  public void renew(String id) {
    this.id = id;
  }
}
