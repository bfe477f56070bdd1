package io.forkyard.pool;

import io.forkyard.code.ClassPaths;
import io.forkyard.job.JobEnded;
import io.forkyard.job.Jobs;
import io.forkyard.job.Submission;
import io.forkyard.node.Nodes;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The pools of this service and the way into them. Any thread may call. */
public final class Pools implements SmartLifecycle {

  /** The pool that is always there. */
  public static final String DEFAULT = "default";

  /** What became of a wish to delete a pool. */
  public enum Deletion {
    DONE,
    NOT_FOUND,
    BUSY,
    DEFAULT
  }

  private final PoolStore store;
  private final ClassPaths classPaths;
  private final Submissions submissions;
  private final Stops stops;
  private final Colleagues colleagues;
  private final ChangeSignal signal;
  private final Staff staff;
  private final Salvage salvage;
  private final Nodes nodes;
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
      Salvage salvage,
      Nodes nodes,
      Consumer<PoolEvent> events) {
    this.store = store;
    this.classPaths = classPaths;
    this.submissions = new Submissions(jobs, classPaths, this::wake);
    this.stops = new Stops(jobs, staff);
    this.colleagues = new Colleagues(staff.errands(), this::workers);
    this.signal = signal;
    this.staff = staff;
    this.salvage = salvage;
    this.nodes = nodes;
    this.events = events;
  }

  /** Creates a pool or changes one in place; returns when its spares have a process id. */
  public Put put(String name, PoolSettings wanted) {
    Initializer initializer = wanted.initializer();
    List<String> jars = initializer == null ? List.of() : initializer.classpath();
    return switch (classPaths.resolve(jars)) {
      case ClassPaths.Resolved.Missing missing -> new Put.NoArtifact(missing.id());
      case ClassPaths.Resolved.Found found -> open(name, wanted.with(found.jvmOptions()));
    };
  }

  private Put open(String name, PoolSettings settings) {
    Pool known;
    Pool pool;
    CompletableFuture<?> resized;
    changing.lock();
    try {
      if (!store.put(name, settings)) {
        return new Put.Closed();
      }
      known = pools.get(name);
      pool = known == null || known.finished() ? begin(name, settings) : known;
      resized = pool.resize(settings);
    } finally {
      changing.unlock();
    }
    resized.join();
    PoolStatus status = status(name, pool, store.counts());
    return known == null ? new Put.Created(status) : new Put.Replaced(status);
  }

  /** Takes no more jobs; those accepted run to their end. Again, or after a terminate: nothing. */
  public Steered close(String name) {
    return steer(
        name,
        pool -> {
          if (pool.state().closed()) {
            return CompletableFuture.completedFuture(null);
          }
          store.close(name);
          return pool.become(PoolState.CLOSED);
        });
  }

  /**
   * Takes no more jobs, cancels those that wait and stops those that run. Again: with the new
   * grace.
   */
  public Steered terminate(String name, Duration grace) {
    return steer(
        name,
        pool -> {
          store.terminate(name);
          return pool.terminate(grace);
        });
  }

  /** Takes jobs and hands out none until it is resumed. */
  public Steered pause(String name) {
    return pause(name, PoolState.PAUSED);
  }

  /** Hands out jobs again. */
  public Steered resume(String name) {
    return pause(name, PoolState.RUNNING);
  }

  private Steered pause(String name, PoolState wanted) {
    return steer(name, pool -> store.pause(name, wanted) ? pool.become(wanted) : null);
  }

  /** State and pool change together, so that what comes first in the store comes first here. */
  private Steered steer(String name, Function<Pool, @Nullable CompletableFuture<?>> change) {
    Pool pool;
    CompletableFuture<?> changed;
    changing.lock();
    try {
      pool = pools.get(name);
      if (pool == null) {
        return new Steered.NotFound();
      }
      changed = change.apply(pool);
    } finally {
      changing.unlock();
    }
    if (changed == null) {
      return new Steered.Closed();
    }
    changed.join();
    return new Steered.Done(status(name, pool, store.counts()));
  }

  /**
   * Waits until a closed pool has run all its jobs, a terminated one has stopped them, and no child
   * of it is left. Only then it may be put again.
   *
   * @param limit after which its present state is shown
   */
  public Steered join(String name, Duration limit) {
    Pool pool = pools.get(name);
    if (pool == null) {
      return new Steered.NotFound();
    }
    if (!pool.state().closed()) {
      return new Steered.Open(pool.state());
    }
    boolean over =
        signal.await(
            Pool.topic(name), limit, () -> pool.finished() || pools.get(name) != pool, o -> o);
    if (over && pools.get(name) != pool) {
      return new Steered.NotFound();
    }
    if (over) {
      store.joined(name);
    }
    return new Steered.Done(status(name, pool, store.counts()));
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

  /** The pool of this name, with its workers on all nodes. */
  public Optional<PoolStatus> find(String name) {
    return Optional.ofNullable(pools.get(name))
        .map(pool -> status(name, pool, store.counts()))
        .map(pool -> colleagues.join(List.of(pool)).getFirst());
  }

  /** All pools by name, with their workers on all nodes. */
  public List<PoolStatus> list() {
    return colleagues.join(listHere());
  }

  private Map<String, List<WorkerStatus>> workers() {
    return pools.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, pool -> pool.getValue().workers()));
  }

  /** All pools by name, with their workers on this node. */
  public List<PoolStatus> listHere() {
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
        pool.state(),
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

  /** The pool of this name, for what is submitted to it. */
  Optional<Pool> open(String name) {
    return Optional.ofNullable(pools.get(name));
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
    return pool == null
        ? new Submitted.NoPool()
        : submissions.submit(submission, pool, key, parent);
  }

  /** Whether the job had not started and now never will. */
  boolean cancel(UUID job) {
    return staff.attempts().cancel(job);
  }

  /** Says that a pool may have free places or a new entry in its backlog. */
  void wake(String name) {
    Pool pool = pools.get(name);
    if (pool != null) {
      pool.wake();
    }
  }

  /** Asks a job's child to stop, and kills it after the grace, with all that it started. */
  public Stopped terminate(UUID job, Duration grace) {
    return stops.stop(job, grace);
  }

  /** Kills a job's child with all that it started. */
  public Stopped kill(UUID job) {
    return stops.stop(job, Duration.ZERO);
  }

  @Override
  public void start() {
    running = true;
    salvage.keepOutputs();
    nodes.forgetFormer();
    List<JobEnded> lost = staff.attempts().recover();
    for (PoolStore.Row row : store.all()) {
      begin(new Pool(row.name(), row.state(), row.settings(), staff), row.name(), row.joined());
    }
    if (!pools.containsKey(DEFAULT)) {
      PoolSettings settings = PoolSettings.defaults(largestSize());
      store.put(DEFAULT, settings);
      begin(DEFAULT, settings);
    }
    lost.forEach(staff.attempts()::ended);
  }

  /** Settles what nodes left that are gone, and runs again here what may. */
  void rescue() {
    staff.attempts().recover().forEach(staff.attempts()::ended);
    pools.values().forEach(Pool::wake);
  }

  private Pool begin(String name, PoolSettings settings) {
    return begin(new Pool(name, PoolState.RUNNING, settings, staff), name, false);
  }

  private Pool begin(Pool pool, String name, boolean joined) {
    pools.put(name, pool);
    events.accept(new PoolEvent.Opened(name));
    if (joined) {
      pool.rest();
    } else {
      pool.start();
      pool.wake();
    }
    return pool;
  }

  /** Puts the running jobs back and leaves no child. */
  @Override
  public void stop() {
    running = false;
    List<? extends CompletableFuture<?>> ends = pools.values().stream().map(Pool::end).toList();
    staff.workshop().close();
    ends.forEach(CompletableFuture::join);
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
