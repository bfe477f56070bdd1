package io.forkyard.pool;

import io.forkyard.process.Child;
import io.forkyard.process.Exit;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does: one task of its child, from the hand-over until its end is stored. A child
 * that has answered may have its next task by then.
 */
interface Run {

  /** The entry of the pool's backlog that it belongs to. */
  UUID entry();

  Child child();

  /** Of the attempt. */
  String token();

  /** Completes when the end is stored, or cannot be. */
  CompletableFuture<@Nullable Void> settled();

  /** Who has given the worker the task. */
  interface Owner {

    /**
     * The child has answered, so the worker is free. Not told of a child that ended otherwise.
     *
     * @param store begins to store the end; to be called before the child gets a next task, so that
     *     this is stored after it or with it
     */
    void answered(Runnable store);

    /** The end is stored, or cannot be; the worker is free if it was not before. */
    void settled();
  }

  /** Runs it. */
  void start(Owner owner);

  /**
   * Stops it, unless something else has ended it. A stop of the service hurries any other.
   *
   * @return false when an answer, a death or a time-out came first
   */
  boolean stop(Cause wish, Duration grace);

  /** Adds the exit code of a process that outlived its answer. */
  void noteExit(Exit exit);
}
