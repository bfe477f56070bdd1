package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.code.Sources;
import io.forkyard.job.Added;
import io.forkyard.job.Job;
import io.forkyard.job.Jobs;
import io.forkyard.job.NewJob;
import io.forkyard.job.Submission;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.RepeatKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The pools of this service and the way into them. Any thread may call. */
public final class Pools implements SmartLifecycle {

  /** The pool that is always there. */
  public static final String DEFAULT = "default";

  private static final String MAIN_CLASS = "@main";
  private static final Duration CLAIMED = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(20);

  /** What became of a wish to delete a pool. */
  public enum Deletion {
    DONE,
    NOT_FOUND,
    BUSY,
    DEFAULT
  }

  private final PoolStore store;
  private final Jobs jobs;
  private final ClassPaths classPaths;
  private final ChangeSignal signal;
  private final Staff staff;
  private final Consumer<PoolEvent> events;
  private final ReentrantLock changing = new ReentrantLock();
  private final Map<String, Pool> pools = new ConcurrentSkipListMap<>();
  private volatile boolean running;

  Pools(
      PoolStore store,
      Jobs jobs,
      ClassPaths classPaths,
      ChangeSignal signal,
      Staff staff,
      Consumer<PoolEvent> events) {
    this.store = store;
    this.jobs = jobs;
    this.classPaths = classPaths;
    this.signal = signal;
    this.staff = staff;
    this.events = events;
  }

  /** Creates a pool or changes one in place; returns when its spares have a process id. */
  public Put put(String name, PoolSettings settings) {
    Pool known;
    Pool pool;
    CompletableFuture<?> resized;
    changing.lock();
    try {
      store.save(name, PoolState.RUNNING, settings);
      known = pools.get(name);
      pool = known == null ? open(name, settings) : known;
      resized = pool.resize(settings);
    } finally {
      changing.unlock();
    }
    resized.join();
    PoolStatus status = status(name, pool, store.counts());
    return known == null ? new Put.Created(status) : new Put.Replaced(status);
  }

  /** Whether the service stops, so that nothing new is begun. */
  public boolean stopping() {
    return staff.stopping();
  }

  /** The largest size that a pool may have. */
  public int largestSize() {
    return staff.properties().maxProcesses();
  }

  /** What a child that was told to stop gets when its caller does not say. */
  public Duration grace() {
    return staff.properties().grace();
  }

  /** The pool of this name. */
  public Optional<PoolStatus> find(String name) {
    return Optional.ofNullable(pools.get(name)).map(pool -> status(name, pool, store.counts()));
  }

  /** All pools by name. */
  public List<PoolStatus> list() {
    Map<String, PoolStore.Counts> counts = store.counts();
    return pools.entrySet().stream()
        .map(entry -> status(entry.getKey(), entry.getValue(), counts))
        .toList();
  }

  private static PoolStatus status(String name, Pool pool, Map<String, PoolStore.Counts> counts) {
    PoolStore.Counts count = counts.getOrDefault(name, PoolStore.Counts.NONE);
    return new PoolStatus(
        name,
        pool.settings(),
        PoolState.RUNNING,
        count.pending(),
        count.running(),
        count.succeeded(),
        count.failed(),
        pool.workers(),
        pool.trouble());
  }

  /** Deletes a pool without jobs and ends its idle children. */
  public Deletion delete(String name) {
    if (!pools.containsKey(name)) {
      return Deletion.NOT_FOUND;
    }
    if (name.equals(DEFAULT)) {
      return Deletion.DEFAULT;
    }
    Pool pool = remove(name);
    if (pool == null) {
      return Deletion.BUSY;
    }
    pool.end().join();
    return Deletion.DONE;
  }

  /** Rows and map change together, so that a pool which is put meanwhile is either old or new. */
  private @Nullable Pool remove(String name) {
    changing.lock();
    try {
      if (!store.delete(name)) {
        return null;
      }
      events.accept(new PoolEvent.Deleted(name));
      return pools.remove(name);
    } finally {
      changing.unlock();
    }
  }

  /** Stores a job for its pool. What is accepted survives the service. */
  public Submitted submit(Submission submission) {
    return submit(submission, null);
  }

  /**
   * The same for a request that its caller may have marked.
   *
   * @param key claimed by the job in the transaction that stores it
   */
  public Submitted submit(Submission submission, @Nullable RepeatKey key) {
    return submit(submission, key, null);
  }

  /** The same for a job that another one submits. */
  Submitted submitFrom(UUID parent, Submission submission) {
    return submit(submission, null, parent);
  }

  private Submitted submit(Submission submission, @Nullable RepeatKey key, @Nullable UUID parent) {
    Pool pool = pools.get(submission.pool());
    if (pool == null) {
      return new Submitted.NoPool();
    }
    return switch (classPaths.resolve(submission.classpath())) {
      case ClassPaths.Resolved.Missing missing -> new Submitted.NoArtifact(missing.id());
      case ClassPaths.Resolved.Found found -> submit(submission, found, pool, key, parent);
    };
  }

  private Submitted submit(
      Submission submission,
      ClassPaths.Resolved.Found code,
      Pool pool,
      @Nullable RepeatKey key,
      @Nullable UUID parent) {
    boolean ofJar = submission.target().equals(MAIN_CLASS);
    String target = ofJar ? code.mainClass() : submission.target();
    if (target == null) {
      return new Submitted.NoMainClass();
    }
    String source = submission.source();
    NewJob job =
        new NewJob(
            submission,
            target,
            source == null ? null : Sources.hash(source),
            code.jvmOptions(),
            parent);
    int maxPending = pool.settings().maxPending();
    return switch (jobs.add(job, maxPending, key)) {
      case Added.NoPool none -> new Submitted.NoPool();
      case Added.Repeated repeated -> new Submitted.Repeated();
      case Added.Full full -> new Submitted.Full(maxPending);
      case Added.Stored stored -> {
        pool.wake();
        yield new Submitted.Accepted(stored.job());
      }
    };
  }

  /** Whether the job had not started and now never will. */
  boolean cancel(UUID job) {
    return staff.attempts().cancel(job);
  }

  /** Says that a pool may have free places. */
  void wake(String name) {
    Pool pool = pools.get(name);
    if (pool != null) {
      pool.wake();
    }
  }

  /** Asks a job's child to stop, and kills it after the grace, with all that it started. */
  public Stopped terminate(UUID job, Duration grace) {
    return stop(job, grace);
  }

  /** Kills a job's child with all that it started. */
  public Stopped kill(UUID job) {
    return stop(job, Duration.ZERO);
  }

  private Stopped stop(UUID id, Duration grace) {
    Job job = jobs.find(id).orElse(null);
    if (job == null) {
      return new Stopped.NotFound();
    }
    if (job.state().ready()) {
      return new Stopped.AlreadyFinished(job);
    }
    if (staff.attempts().cancel(id)) {
      return new Stopped.Cancelled(jobs.find(id).orElse(job));
    }
    AttemptRun run = claimed(id).orElse(null);
    if (run != null && run.stop(Cause.USER, grace)) {
      return new Stopped.Stopping(jobs.find(id).orElse(job));
    }
    if (run == null) {
      return new Stopped.AlreadyFinished(job);
    }
    // Something else had ended that attempt: the job has an end now, or waits for its next attempt.
    run.settled().join();
    return stop(id, grace);
  }

  /** The run of a job; a job that was claimed a moment ago may not have it yet. */
  private Optional<AttemptRun> claimed(UUID id) {
    return signal.await(
        Jobs.topic(id),
        CLAIMED,
        LOOK,
        () -> staff.running().find(id),
        run -> run.isPresent() || jobs.find(id).map(job -> job.state().ready()).orElse(true));
  }

  @Override
  public void start() {
    running = true;
    staff.attempts().recover();
    for (PoolStore.Row row : store.all()) {
      open(row.name(), row.settings());
    }
    if (!pools.containsKey(DEFAULT)) {
      PoolSettings settings = PoolSettings.defaults(largestSize());
      store.save(DEFAULT, PoolState.RUNNING, settings);
      open(DEFAULT, settings);
    }
  }

  private Pool open(String name, PoolSettings settings) {
    Pool pool = new Pool(name, settings, staff);
    pools.put(name, pool);
    pool.start();
    pool.wake();
    events.accept(new PoolEvent.Opened(name));
    return pool;
  }

  /** Puts the running jobs back and leaves no child. */
  @Override
  public void stop() {
    running = false;
    List<? extends CompletableFuture<?>> ends = pools.values().stream().map(Pool::end).toList();
    staff.workshop().close();
    ends.forEach(CompletableFuture::join);
    pools.clear();
    staff.children().close();
  }

  /** A stop is for good: children and waiters do not come back. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server starts, and after it has stopped. */
  @Override
  public int getPhase() {
    return 0;
  }
}
