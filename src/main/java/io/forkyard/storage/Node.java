package io.forkyard.storage;

import org.jspecify.annotations.Nullable;

/** This running service among those that share the database. */
public final class Node {

  private final String name;
  private final long pid;
  private volatile String id;
  private volatile boolean member;
  private volatile boolean suspended;
  private volatile Runnable ejection = () -> {};

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

  /** Has entered the database under an id; what it owned under another is not its own any more. */
  public synchronized void joined(String id) {
    this.id = id;
    member = true;
    suspended = false;
  }

  /** Writes nothing from here on until it has joined again. */
  public void suspend() {
    suspended = true;
  }

  boolean suspended() {
    return suspended;
  }

  /** Has left it. */
  public void left() {
    member = false;
  }

  /**
   * Hears when the others have given this node up for lost.
   *
   * @param listener must not block
   */
  public void onEjection(Runnable listener) {
    ejection = listener;
  }

  /** The id while it is among the nodes of the database. */
  @Nullable String membership() {
    return member ? id : null;
  }

  /** Its row was not there any more. */
  synchronized void ejected(String id) {
    if (id.equals(this.id)) {
      ejection.run();
    }
  }
}
