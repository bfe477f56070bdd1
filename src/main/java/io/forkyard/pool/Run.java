package io.forkyard.pool;

import io.forkyard.process.Child;
import io.forkyard.process.Exit;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a busy worker does: one task of its child, from the hand-over until its end is stored. */
interface Run {

  /** The entry of the pool's backlog that it belongs to. */
  UUID entry();

  Child child();

  /** Of the attempt. */
  String token();

  /** Completes when the end is stored, or cannot be. */
  CompletableFuture<@Nullable Void> settled();

  /** Runs it; the worker is free when {@code released} is called. */
  void start(Runnable released);

  /**
   * Stops it, unless something else has ended it. A stop of the service hurries any other.
   *
   * @return false when an answer, a death or a time-out came first
   */
  boolean stop(Cause wish, Duration grace);

  /** Adds the exit code of a process that outlived its answer. */
  void noteExit(Exit exit);
}
