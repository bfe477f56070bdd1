package io.forkyard.pool;

import io.forkyard.job.Claim;
import io.forkyard.job.Offer;
import io.forkyard.job.Turn;
import io.forkyard.pool.WorkerStatus.State;
import io.forkyard.process.Child;
import io.forkyard.process.Exit;
import io.forkyard.process.StartFailedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pool: a thread that owns the workers and takes events from an inbox. After each event it
 * brings the pool into balance: jobs whose turn it is go to idle workers, missing workers are
 * started, surplus ones leave.
 */
final class Pool {

  private static final Logger log = LoggerFactory.getLogger(Pool.class);
  private static final String PLAIN = "";

  private final String name;
  private final Staff staff;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<@Nullable Void>> balanced = new ArrayList<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final Map<String, StartTrouble> troubles = new HashMap<>();
  private volatile PoolSettings settings;
  private volatile @Nullable String trouble;
  private boolean jobsMayWait = true;
  private boolean ending;
  private int started;
  private Instant lastWork;
  private @Nullable Instant nextDelayed;

  Pool(String name, PoolSettings settings, Staff staff) {
    this.name = name;
    this.settings = settings;
    this.staff = staff;
    this.lastWork = staff.clock().instant();
  }

  void start() {
    Thread.ofVirtual().name("pool-" + name).start(this::run);
  }

  /** Says that a job has come. Any thread may call, as for all that follows. */
  void wake() {
    post(() -> jobsMayWait = true);
  }

  /** Takes new settings. Completes when the children that they ask for have a process id. */
  CompletableFuture<@Nullable Void> resize(PoolSettings wanted) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    post(() -> {
      if (!wanted.sameChildren(settings)) {
        troubles.clear();
        trouble = null;
      }
      settings = wanted;
      jobsMayWait = true;
      lastWork = staff.clock().instant();
      balanced.add(done);
    });
    return done;
  }

  /** Starts nothing any more and ends the idle workers. Completes when no worker is left. */
  CompletableFuture<@Nullable Void> end() {
    post(() -> ending = true);
    return ended;
  }

  PoolSettings settings() {
    return settings;
  }

  /** Why children do not start, or null. */
  @Nullable String trouble() {
    return trouble;
  }

  List<WorkerStatus> workers() {
    return workers.stream().map(Worker::status).filter(Objects::nonNull).toList();
  }

  private void post(Runnable event) {
    inbox.add(event);
  }

  private void run() {
    while (!ending || !workers.isEmpty()) {
      try {
        takeEvents();
        balance();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (RuntimeException e) {
        log.warn("pool {} could not hand out jobs, it will try again", name, e);
        nextDelayed = staff.clock().instant().plusSeconds(1);
      }
    }
    ended.complete(null);
  }

  private void takeEvents() throws InterruptedException {
    long wait = Math.max(0, staff.clock().instant().until(nextTimer()).toMillis());
    Runnable event = inbox.poll(wait, TimeUnit.MILLISECONDS);
    while (event != null) {
      event.run();
      event = inbox.poll();
    }
  }

  private Instant nextTimer() {
    Instant now = staff.clock().instant();
    Instant next = now.plusSeconds(3600);
    if (nextDelayed != null && nextDelayed.isBefore(next)) {
      next = nextDelayed;
    }
    for (StartTrouble kind : troubles.values()) {
      if (kind.next().isAfter(now) && kind.next().isBefore(next)) {
        next = kind.next();
      }
    }
    Instant idleEnd = lastWork.plus(settings.idle());
    return settings.idle().isPositive() && idleEnd.isAfter(now) && idleEnd.isBefore(next)
        ? idleEnd
        : next;
  }

  private void balance() {
    if (!ending) {
      dismissOutdated();
      List<String> waiting = handOut();
      hire(waiting);
    }
    dismissSurplus();
    CompletableFuture<?>[] launches =
        workers.stream().map(Worker::launched).toArray(CompletableFuture[]::new);
    CompletableFuture<Void> launched = CompletableFuture.allOf(launches);
    balanced.forEach(done -> launched.whenComplete((ok, e) -> done.complete(null)));
    balanced.clear();
  }

  /** Claims for the idle workers; gives the kinds of worker that further jobs wait for. */
  private List<String> handOut() {
    Instant now = staff.clock().instant();
    if (nextDelayed != null && !now.isBefore(nextDelayed)) {
      jobsMayWait = true;
    }
    int slots = settings.size() - count(State.BUSY);
    if (!jobsMayWait || slots <= 0) {
      return List.of();
    }
    Turn turn = staff.attempts().claim(name, slots, offers());
    nextDelayed = turn.next();
    jobsMayWait =
        turn.claims().size() + turn.waiting().size() == slots || !turn.waiting().isEmpty();
    turn.claims().forEach(this::begin);
    return turn.waiting();
  }

  private List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    for (Worker worker : workers) {
      Child child = worker.child();
      if (worker.in(State.IDLE) && child != null) {
        offers.add(worker.offer(child));
      }
    }
    return offers;
  }

  private void begin(Claim claim) {
    Worker worker =
        workers.stream()
            .filter(each -> each.name().equals(claim.offer().worker()))
            .findFirst()
            .orElseThrow();
    Child child = Objects.requireNonNull(worker.child());
    AttemptRun run = staff.assign(claim, child, worker.settings());
    worker.busy(run);
    lastWork = staff.clock().instant();
    run.start(() -> post(() -> released(worker)));
  }

  private void released(Worker worker) {
    lastWork = staff.clock().instant();
    jobsMayWait = true;
    Child child = Objects.requireNonNull(worker.child());
    if (child.exit().isDone()) {
      leave(worker);
    } else if (worker.usedUp() || ending) {
      dismiss(worker);
    } else {
      child.output().clear();
      worker.become(State.IDLE);
    }
  }

  private void hire(List<String> waiting) {
    Instant now = staff.clock().instant();
    Set<String> kinds = new TreeSet<>(waiting);
    kinds.add(PLAIN);
    for (String kind : kinds) {
      int wanted = (int) waiting.stream().filter(kind::equals).count();
      if (kind.equals(PLAIN)) {
        wanted = Math.max(wanted, spares(now));
      }
      int starting = count(kind, State.STARTING);
      int missing = wanted - starting - count(kind, State.IDLE);
      if (missing > 0) {
        int allowed = trouble(kind).allowed(missing, starting, now);
        for (int i = 0; i < allowed; i++) {
          hire(kind);
        }
      }
    }
  }

  /** How many idle plain workers are started without a job that waits for them. */
  private int spares(Instant now) {
    boolean crowded = staff.children().live().size() >= staff.properties().maxProcesses();
    return crowded ? 0 : Math.min(settings.spares(), keep(now));
  }

  /** How many idle plain workers may stay: reused ones until the pool has been idle for long. */
  private int keep(Instant now) {
    PoolSettings wanted = settings;
    boolean idle = wanted.idle().isPositive() && !now.isBefore(lastWork.plus(wanted.idle()));
    if (idle) {
      return 0;
    }
    return wanted.reuses() ? wanted.size() - count(State.BUSY) : wanted.spares();
  }

  private void hire(String kind) {
    started++;
    Worker worker = new Worker(name + "-worker-" + started, settings, kind);
    workers.add(worker);
    staff.launch(
        name,
        worker,
        child -> post(() -> launched(worker, child)),
        failure -> post(() -> startFailed(worker, failure)));
  }

  private void launched(Worker worker, Child child) {
    worker.launched(child);
    child
        .ready()
        .whenComplete((ok, failure) ->
            post(() -> {
              if (failure == null) {
                ready(worker);
              } else {
                startFailed(worker, startFailure(failure));
              }
            }));
    child.exit().thenAccept(exit -> post(() -> gone(worker, exit)));
  }

  private static StartFailedException startFailure(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StartFailedException known) {
      return known;
    }
    throw new IllegalStateException("A child's start ended in an unknown way", failure);
  }

  private void ready(Worker worker) {
    trouble(worker.jvmOptions()).started();
    if (worker.jvmOptions().isEmpty()) {
      trouble = null;
    }
    if (worker.in(State.STARTING)) {
      worker.become(State.IDLE);
    }
  }

  private void startFailed(Worker worker, StartFailedException failure) {
    worker.launched().complete(null);
    if (worker.child() == null) {
      workers.remove(worker);
    }
    if (ending || !worker.in(State.STARTING)) {
      return;
    }
    worker.become(State.STOPPING);
    StartTrouble kind = trouble(worker.jvmOptions());
    kind.failed(failure, staff.clock().instant());
    trouble = failure.getMessage();
    log.warn("pool {} could not start {}: {}", name, worker.name(), failure.getMessage());
    jobsMayWait = true;
    if (kind.hopeless()) {
      staff.failStart(name, worker, failure);
    }
  }

  private void gone(Worker worker, Exit exit) {
    AttemptRun run = worker.run();
    if (run != null) {
      staff.noteExit(run, exit);
    }
    if (!worker.in(State.BUSY)) {
      leave(worker);
    }
  }

  /** The last step of a worker: its process is gone and its job, if it had one, is settled. */
  private void leave(Worker worker) {
    worker.become(State.STOPPING);
    if (workers.remove(worker)) {
      Child child = worker.child();
      if (child != null) {
        child.discard();
      }
    }
  }

  private void dismissOutdated() {
    for (Worker worker : workers) {
      if (worker.in(State.IDLE) && !worker.settings().sameChildren(settings)) {
        dismiss(worker);
      }
    }
  }

  private void dismissSurplus() {
    Instant now = staff.clock().instant();
    int kept = ending ? 0 : keep(now);
    for (Worker worker : workers) {
      boolean plain = worker.jvmOptions().isEmpty();
      if (worker.in(State.IDLE) && (!plain || kept-- <= 0) && !jobsMayWait) {
        dismiss(worker);
      } else if (ending && worker.in(State.STARTING) && worker.child() != null) {
        dismiss(worker);
      } else if (ending && worker.in(State.IDLE)) {
        dismiss(worker);
      }
    }
  }

  private void dismiss(Worker worker) {
    worker.become(State.STOPPING);
    Objects.requireNonNull(worker.child()).retire();
  }

  private StartTrouble trouble(String kind) {
    return troubles.computeIfAbsent(kind, any -> new StartTrouble());
  }

  private int count(State state) {
    return (int) workers.stream().filter(worker -> worker.in(state)).count();
  }

  private int count(String kind, State state) {
    return (int)
        workers.stream()
            .filter(worker -> worker.in(state) && worker.jvmOptions().equals(kind))
            .count();
  }
}
