package io.forkyard.pool;

import io.forkyard.job.Offer;
import io.forkyard.process.Child;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A child of a pool and what it is doing. Written by the pool's thread alone; the fields are
 * volatile for those who look.
 */
final class Worker {

  private final String name;
  private final PoolSettings settings;
  private final String jvmOptions;
  private final Places.Place place;
  private final CompletableFuture<@Nullable Void> launched = new CompletableFuture<>();
  private volatile WorkerStatus.State state = WorkerStatus.State.STARTING;
  private volatile @Nullable Child child;

  /** Whether it need not warm up any more. */
  private boolean warm;

  private volatile @Nullable Run run;
  private volatile int tasks;
  private volatile CompletableFuture<?> settled = CompletableFuture.completedFuture(null);
  private volatile long begun;

  Worker(String name, PoolSettings settings, String jvmOptions, Places.Place place) {
    this.name = name;
    this.settings = settings;
    this.jvmOptions = jvmOptions;
    this.place = place;
  }

  String name() {
    return name;
  }

  /** The settings that it was started with. */
  PoolSettings settings() {
    return settings;
  }

  /** What it was started with beyond the settings. */
  String jvmOptions() {
    return jvmOptions;
  }

  /** Its right to live; given back when its process is gone. */
  Places.Place place() {
    return place;
  }

  /** Completes when it has a process id, or never will have one. */
  CompletableFuture<@Nullable Void> launched() {
    return launched;
  }

  boolean in(WorkerStatus.State wanted) {
    return state == wanted;
  }

  void become(WorkerStatus.State next) {
    state = next;
  }

  /** The child, once it has a process id. */
  @Nullable Child child() {
    return child;
  }

  /** The child of a worker that was launched. */
  Child live() {
    return Objects.requireNonNull(child);
  }

  void launched(Child started) {
    child = started;
    launched.complete(null);
  }

  /** Whether it has run nothing yet, not even its own path. */
  boolean isCold() {
    return !warm && isFresh();
  }

  void warm() {
    warm = true;
  }

  @Nullable Run run() {
    return run;
  }

  void busy(Run task) {
    run = task;
    settled = CompletableFuture.allOf(settled, task.settled());
    tasks++;
    begun = System.nanoTime();
    state = WorkerStatus.State.BUSY;
  }

  /** Whether this is what it does now. */
  boolean does(Run task) {
    return state == WorkerStatus.State.BUSY && run == task;
  }

  /** Completes when the ends of all its tasks are stored, or cannot be. */
  CompletableFuture<?> settled() {
    return settled;
  }

  /** How long ago its last task began. */
  Duration sinceBegin() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Whether it may not take another job under these settings. */
  boolean usedUp(PoolSettings present) {
    Integer most = present.maxTasksPerChild();
    return most != null && tasks >= most;
  }

  /** Whether it has had no task yet. */
  boolean isFresh() {
    return tasks == 0;
  }

  Offer offer(Child started) {
    return new Offer(UUID.randomUUID().toString(), name, started.pid(), jvmOptions);
  }

  /** What may be shown of it; nothing before it has a process id. */
  @Nullable WorkerStatus status() {
    Child started = child;
    Run task = run;
    if (started == null) {
      return null;
    }
    boolean busy = state == WorkerStatus.State.BUSY && task != null;
    UUID job = busy && task != null ? task.entry() : null;
    return new WorkerStatus(started.pid(), name, state, job, tasks);
  }
}
