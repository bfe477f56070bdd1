package io.forkyard.lock;

/** What child JVMs hold of locks and semaphores. */
public final class Holdings {

  private final Locks locks;
  private final Semaphores semaphores;

  Holdings(Locks locks, Semaphores semaphores) {
    this.locks = locks;
    this.semaphores = semaphores;
  }

  /**
   * Frees all that a child has, once it is gone; the next waiters are served at once. To be called
   * for every child that may have taken something.
   */
  public void releaseAll(Holder.Child child) {
    locks.releaseAll(child);
    semaphores.releaseAll(child);
  }
}
