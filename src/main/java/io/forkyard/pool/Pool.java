package io.forkyard.pool;

import io.forkyard.job.Claim;
import io.forkyard.job.Turn;
import io.forkyard.pool.WorkerStatus.State;
import io.forkyard.process.Child;
import io.forkyard.process.Exit;
import io.forkyard.process.StartFailedException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pool: a thread that owns the workers and takes events from an inbox. After each event it
 * brings the pool into balance: jobs whose turn it is go to idle workers, missing workers are
 * started, surplus ones leave.
 *
 * <pre>
 *   (hired) --> STARTING --> IDLE --> BUSY --> STOPPING --> (gone)
 *                  |          ^ |       |         ^
 *                  |          | +-------|---------+   surplus, outdated, or the pool ends
 *                  |          +---------+         |   reused
 *                  +------------------------------+   the start failed
 * </pre>
 */
final class Pool {

  private static final Logger log = LoggerFactory.getLogger(Pool.class);
  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  /** The kind of worker that most jobs need: with nothing beyond the pool's own settings. */
  private static final String PLAIN = "";

  private final String name;
  private final Staff staff;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Roster roster = new Roster();
  private final StartTroubles troubles = new StartTroubles();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private volatile PoolSettings settings;

  // The rest is the pool's thread's alone.
  private final List<CompletableFuture<@Nullable Void>> resized = new ArrayList<>();
  private boolean jobsMayWait = true;
  private boolean ending;
  private int hired;
  private Instant lastWork;
  private @Nullable Instant nextDelayed;

  Pool(String name, PoolSettings settings, Staff staff) {
    this.name = name;
    this.settings = settings;
    this.staff = staff;
    this.lastWork = now();
  }

  void start() {
    Thread.ofVirtual().name("pool-" + name).start(this::run);
  }

  /** Says that a job has come. Any thread may call, as for all that follows. */
  void wake() {
    post(() -> jobsMayWait = true);
  }

  /** Takes new settings. Completes when the children that they ask for have a process id. */
  CompletableFuture<?> resize(PoolSettings wanted) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    post(() -> {
      if (!wanted.sameChildren(settings)) {
        troubles.forget();
      }
      settings = wanted;
      jobsMayWait = true;
      lastWork = now();
      resized.add(done);
    });
    return CompletableFuture.anyOf(done, ended);
  }

  /** Starts nothing any more and stops what runs. Completes when no worker is left. */
  CompletableFuture<@Nullable Void> end() {
    post(() -> {
      ending = true;
      roster.running().forEach(run -> run.stop(Cause.SHUTDOWN, staff.properties().grace()));
    });
    return ended;
  }

  PoolSettings settings() {
    return settings;
  }

  /** Why children do not start, or null. */
  @Nullable String trouble() {
    return troubles.message();
  }

  List<WorkerStatus> workers() {
    return roster.statuses();
  }

  private void post(Runnable event) {
    inbox.add(event);
  }

  private Instant now() {
    return staff.clock().instant();
  }

  private void run() {
    while (!ending || !roster.isEmpty()) {
      try {
        takeEvents();
        balance();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        ending = true;
      } catch (RuntimeException e) {
        log.warn("pool {} could not hand out jobs, it will try again", name, e);
        nextDelayed = now().plus(AFTER_TROUBLE);
      }
    }
    ended.complete(null);
  }

  private void takeEvents() throws InterruptedException {
    long wait = Math.max(0, now().until(nextTimer()).toMillis());
    Runnable event = inbox.poll(wait, TimeUnit.MILLISECONDS);
    while (event != null) {
      event.run();
      event = inbox.poll();
    }
    if (nextDelayed != null && !now().isBefore(nextDelayed)) {
      nextDelayed = null;
      jobsMayWait = true;
    }
  }

  private Instant nextTimer() {
    Instant now = now();
    Instant next = now.plus(LONGEST_SLEEP);
    next = earlier(next, troubles.next(now).orElse(next));
    next = earlier(next, nextDelayed == null ? next : nextDelayed);
    Instant tired = lastWork.plus(settings.idle());
    return settings.idle().isPositive() && tired.isAfter(now) ? earlier(next, tired) : next;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void balance() {
    if (!ending) {
      dismissOutdated();
      hire(handOut());
    }
    dismissSurplus();
    CompletableFuture<?> launched = roster.launched();
    resized.forEach(done -> launched.whenComplete((ok, e) -> done.complete(null)));
    resized.clear();
  }

  /** Claims for the idle workers; gives the kind of worker for each job that found none. */
  private List<String> handOut() {
    int slots = staff.lending().giveBack(name, places() - roster.count(State.BUSY));
    if (!jobsMayWait || slots <= 0 || staff.stopping()) {
      return List.of();
    }
    Turn turn = staff.attempts().claim(name, slots, roster.offers());
    nextDelayed = turn.next();
    jobsMayWait = turn.claims().size() == slots || !turn.waiting().isEmpty();
    turn.claims().forEach(this::begin);
    return turn.waiting();
  }

  /** Most busy workers now: a job that waits for its own jobs lends its place. */
  private int places() {
    return settings.size() + staff.lending().lent(name);
  }

  private void begin(Claim claim) {
    Worker worker = roster.named(claim.offer().worker());
    Run run = staff.assign(claim, worker.live(), settings);
    worker.busy(run);
    lastWork = now();
    run.start(() -> post(() -> released(worker)));
  }

  private void released(Worker worker) {
    lastWork = now();
    jobsMayWait = true;
    if (worker.live().exit().isDone()) {
      leave(worker);
    } else if (worker.usedUp(settings) || worker.live().leaving() || ending) {
      dismiss(worker);
    } else {
      reuse(worker);
    }
  }

  private void reuse(Worker worker) {
    try {
      worker.live().output().clear();
      worker.become(State.IDLE);
    } catch (UncheckedIOException e) {
      log.warn("pool {} does not reuse {}, whose output cannot be cleared", name, worker.name(), e);
      dismiss(worker);
    }
  }

  private void hire(List<String> waiting) {
    Set<String> kinds = new TreeSet<>(waiting);
    kinds.add(PLAIN);
    for (String kind : kinds) {
      int wanted = (int) waiting.stream().filter(kind::equals).count();
      if (kind.equals(PLAIN)) {
        wanted = Math.max(wanted, spares());
      }
      int starting = roster.count(kind, State.STARTING);
      int missing = wanted - starting - roster.count(kind, State.IDLE);
      int allowed = Math.min(room(kind, missing), troubles.allowed(kind, missing, starting, now()));
      for (int i = 0; i < allowed; i++) {
        hire(kind);
      }
    }
  }

  /**
   * How many workers may be added: with those that leave there are never more than places and
   * spares. For a kind that is missing, idle ones of another kind make room.
   */
  private int room(String kind, int missing) {
    int room = places() + settings.spares() - roster.size();
    for (Worker worker : roster) {
      if (room < missing && worker.in(State.IDLE) && !worker.jvmOptions().equals(kind)) {
        dismiss(worker);
        missing--;
      }
    }
    return room;
  }

  /** How many idle plain workers are started without a job that waits for them. */
  private int spares() {
    boolean crowded = staff.children().live().size() >= staff.properties().maxProcesses();
    return crowded ? 0 : Math.min(settings.spares(), keep());
  }

  /** How many idle plain workers may stay: reused ones until the pool has been idle for long. */
  private int keep() {
    PoolSettings wanted = settings;
    if (ending || wanted.idle().isPositive() && !now().isBefore(lastWork.plus(wanted.idle()))) {
      return 0;
    }
    return wanted.reuses() ? places() - roster.count(State.BUSY) : wanted.spares();
  }

  private void hire(String kind) {
    hired++;
    Worker worker = new Worker(name + "-worker-" + hired, settings, kind);
    roster.add(worker);
    staff.launch(
        name,
        worker,
        child -> post(() -> launched(worker, child)),
        failure -> post(() -> startFailed(worker, failure)));
  }

  private void launched(Worker worker, Child child) {
    worker.launched(child);
    child.ready().whenComplete((ok, failure) -> post(() -> started(worker, failure)));
    child.exit().thenAccept(exit -> post(() -> gone(worker, exit)));
  }

  private void started(Worker worker, @Nullable Throwable failure) {
    if (failure != null) {
      startFailed(worker, reason(failure));
    } else if (worker.in(State.STARTING)) {
      troubles.started(worker.jvmOptions());
      worker.become(State.IDLE);
    }
  }

  private static StartFailedException reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StartFailedException known) {
      return known;
    }
    throw new IllegalStateException("A child's start ended in an unknown way", failure);
  }

  private void startFailed(Worker worker, StartFailedException failure) {
    worker.launched().complete(null);
    if (worker.child() == null) {
      roster.remove(worker);
    }
    if (ending || !worker.in(State.STARTING)) {
      return;
    }
    worker.become(State.STOPPING);
    jobsMayWait = true;
    troubles.failed(worker.jvmOptions(), failure, now());
    log.warn("pool {} could not start {}: {}", name, worker.name(), failure.getMessage());
    if (troubles.hopeless(worker.jvmOptions())) {
      staff.failStart(name, worker, failure);
    }
  }

  private void gone(Worker worker, Exit exit) {
    Run run = worker.run();
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
    if (roster.remove(worker)) {
      worker.live().discard();
    }
  }

  private void dismissOutdated() {
    for (Worker worker : roster) {
      boolean outdated = worker.usedUp(settings) || !worker.settings().sameChildren(settings);
      if (worker.in(State.IDLE) && outdated) {
        dismiss(worker);
      }
    }
  }

  private void dismissSurplus() {
    int kept = keep();
    for (Worker worker : roster) {
      if (worker.in(State.IDLE)) {
        boolean wanted = worker.jvmOptions().equals(PLAIN) ? kept-- > 0 : jobsMayWait;
        if (!wanted && (ending || !jobsMayWait)) {
          dismiss(worker);
        }
      } else if (ending && worker.in(State.STARTING) && worker.child() != null) {
        dismiss(worker);
      }
    }
  }

  private void dismiss(Worker worker) {
    worker.become(State.STOPPING);
    worker.live().retire();
  }
}
