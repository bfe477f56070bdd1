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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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
  private final Jobs jobs;
  private final ClassPaths classPaths;
  private final Submissions submissions;
  private final Stops stops;
  private final Colleagues colleagues;
  private final ChangeSignal signal;
  private final Staff staff;
  private final Salvage salvage;
  private final Nodes nodes;
  private final PoolFollower follower;
  private volatile boolean running;

  Pools(
      PoolStore store,
      Jobs jobs,
      ClassPaths classPaths,
      ChangeSignal signal,
      Staff staff,
      Salvage salvage,
      Nodes nodes,
      PoolFollower follower) {
    this.store = store;
    this.jobs = jobs;
    this.classPaths = classPaths;
    this.submissions = new Submissions(jobs, classPaths, this::wake);
    this.stops = new Stops(jobs, staff);
    this.colleagues = new Colleagues(staff.errands(), this::workers);
    this.signal = signal;
    this.staff = staff;
    this.salvage = salvage;
    this.nodes = nodes;
    this.follower = follower;
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
    AtomicBoolean created = new AtomicBoolean();
    Followed now =
        follower.change(
            name,
            () -> {
              PoolStore.Kept kept = store.put(name, settings);
              created.set(kept.created());
              return kept.row();
            });
    if (now == null || now.row().state().closed()) {
      return new Put.Closed();
    }
    now.pool().resize(now.row().settings()).join();
    PoolStatus status = status(now, store.counts());
    return created.get() ? new Put.Created(status) : new Put.Replaced(status);
  }

  /** Takes no more jobs; those accepted run to their end. Again, or after a terminate: nothing. */
  public Steered close(String name) {
    return steer(name, () -> store.close(name));
  }

  /**
   * Takes no more jobs, cancels those that wait and stops those that run. Again: with the new
   * grace.
   */
  public Steered terminate(String name, Duration grace) {
    return steer(name, () -> store.terminate(name, grace));
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
    Steered steered = steer(name, () -> store.pause(name, wanted));
    return steered instanceof Steered.Done(PoolStatus now) && now.state().closed()
        ? new Steered.Closed()
        : steered;
  }

  private Steered steer(String name, Supplier<PoolStore.@Nullable Row> change) {
    Followed now = follower.change(name, change);
    if (now == null) {
      return new Steered.NotFound();
    }
    now.done().join();
    return done(now);
  }

  private Steered done(Followed pool) {
    return new Steered.Done(status(pool, store.counts()));
  }

  /**
   * Waits until a closed pool has run all its jobs, a terminated one has stopped them, on whichever
   * node, and no child of it is left here. Only then it may be put again.
   *
   * @param limit after which its present state is shown
   */
  public Steered join(String name, Duration limit) {
    Followed found = follower.find(name).orElse(null);
    if (found == null) {
      return new Steered.NotFound();
    }
    if (!found.row().state().closed()) {
      return new Steered.Open(found.row().state());
    }
    Pool pool = found.pool();
    signal.await(
        Pool.topic(name), limit, () -> pool.finished() || !isPresent(name, pool), over -> over);
    if (pool.finished()) {
      store.joined(name, found.row().life());
    }
    return follower.find(name).map(this::done).orElseGet(Steered.NotFound::new);
  }

  /** Otherwise it was deleted, or another one has its name. */
  private boolean isPresent(String name, Pool pool) {
    Followed known = follower.known(name);
    return known != null && known.pool() == pool;
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
    return follower
        .find(name)
        .map(pool -> status(pool, store.counts()))
        .map(pool -> colleagues.join(List.of(pool)).getFirst());
  }

  /** All pools by name, with their workers on all nodes. */
  public List<PoolStatus> list() {
    return colleagues.join(listHere());
  }

  private Map<String, List<WorkerStatus>> workers() {
    return follower.known().stream()
        .collect(Collectors.toMap(pool -> pool.row().name(), pool -> pool.pool().workers()));
  }

  /** All pools by name, with their workers on this node. */
  public List<PoolStatus> listHere() {
    List<Followed> pools = follower.all();
    Map<String, PoolStore.Counts> counts = store.counts();
    return pools.stream().map(pool -> status(pool, counts)).toList();
  }

  private static PoolStatus status(Followed followed, Map<String, PoolStore.Counts> counts) {
    PoolStore.Row row = followed.row();
    PoolStore.Counts count = counts.getOrDefault(row.name(), PoolStore.Counts.NONE);
    return new PoolStatus(
        row.name(),
        row.settings(),
        row.state(),
        count.pending(),
        count.running(),
        count.succeeded(),
        count.failed(),
        followed.pool().workers(),
        followed.pool().trouble());
  }

  /** Whether the next child of a pool that no job waits for starts with the class archive. */
  public boolean startsWithArchive(PoolStatus pool) {
    return staff.startsWithArchive(pool.name(), pool.settings());
  }

  /** Deletes a pool without jobs and ends its idle children. */
  public Deletion delete(String name) {
    if (name.equals(DEFAULT)) {
      return Deletion.DEFAULT;
    }
    Pool pool = follower.find(name).map(Followed::pool).orElse(null);
    if (pool == null) {
      return Deletion.NOT_FOUND;
    }
    if (follower.change(name, () -> store.delete(name)) != null) {
      return Deletion.BUSY;
    }
    pool.end().join();
    return Deletion.DONE;
  }

  /** The pool of this name, for what is submitted to it. */
  Optional<Pool> open(String name) {
    return Optional.ofNullable(follower.known(name))
        .or(() -> follower.find(name))
        .map(Followed::pool);
  }

  /** Stores a job for its pool. What is accepted survives the service. */
  public Submitted submit(Submission submission) {
    return submit(jobs.newId(), submission, null);
  }

  /**
   * The same for a job that its caller expects.
   *
   * @param id a new one
   * @param key claimed by the job in the transaction that stores it, if its caller marked it
   */
  public Submitted submit(UUID id, Submission submission, @Nullable RepeatKey key) {
    return submit(id, submission, key, null);
  }

  /** The same for a job that another one submits. */
  Submitted submitFrom(UUID parent, Submission submission) {
    return submit(jobs.newId(), submission, null, parent);
  }

  private Submitted submit(
      UUID id, Submission submission, @Nullable RepeatKey key, @Nullable UUID parent) {
    return open(submission.pool())
        .map(pool -> submissions.submit(id, submission, pool, key, parent))
        .orElseGet(Submitted.NoPool::new);
  }

  /** Whether the job had not started and now never will. */
  boolean cancel(UUID job) {
    return staff.attempts().cancel(job);
  }

  /** Says that a pool may have free places or a new entry in its backlog. */
  void wake(String name) {
    if (follower.known(name) instanceof Followed known) {
      known.pool().wake();
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
    follower.start(PoolSettings.defaults(largestSize()));
    lost.forEach(staff.attempts()::ended);
    staff.children().prepareArchive();
  }

  /** Settles what nodes left that are gone, and runs again here what may. */
  void rescue() {
    staff.attempts().recover().forEach(staff.attempts()::ended);
    follower.wake();
  }

  /** Puts the running jobs back and leaves no child. */
  @Override
  public void stop() {
    running = false;
    List<? extends CompletableFuture<?>> ends = follower.end().stream().map(Pool::end).toList();
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
