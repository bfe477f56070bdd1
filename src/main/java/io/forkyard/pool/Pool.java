package io.forkyard.pool;

import io.forkyard.pool.WorkerStatus.State;
import io.forkyard.storage.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pool: a thread that owns the workers and takes events from an inbox. After each event it
 * brings the pool into balance: jobs whose turn it is go to idle workers, missing workers are
 * started, surplus ones leave. The thread ends when the pool is closed and nothing is left of it.
 *
 * <pre>
 *   (hired) --> STARTING --> IDLE --> BUSY --> STOPPING --> (gone)
 *                  |          ^ |       |         ^
 *                  |          | +-------|---------+   surplus, outdated, or the pool ends
 *                  |          +---------+         |   reused
 *                  +------------------------------+   the start failed
 * </pre>
 */
final class Pool implements Places.Guest {

  /** Begins the topic on which the end of a closed pool is signalled. */
  static final String TOPIC = "pool/";

  private static final Logger log = LoggerFactory.getLogger(Pool.class);

  private final String name;
  private final Staff staff;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final Semaphore posted = new Semaphore(0);
  private final Roster roster = new Roster();
  private final StartTroubles troubles = new StartTroubles();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  // Written by the pool's thread, or before it starts.
  private volatile PoolSettings settings;
  private volatile PoolState state;
  private volatile boolean finished;

  // The rest is the pool's thread's alone.
  private final Agenda agenda;
  private final Crew crew;
  private final Workers workers;
  private final HandOut handOut;
  private final List<CompletableFuture<@Nullable Void>> resized = new ArrayList<>();
  private final List<CompletableFuture<@Nullable Void>> emptied = new ArrayList<>();
  private boolean ending;

  /** Whether it is closed and none of its jobs is left on any node. */
  private boolean done;

  Pool(String name, PoolState state, PoolSettings settings, Staff staff) {
    this.name = name;
    this.state = state;
    this.settings = settings;
    this.staff = staff;
    this.agenda = new Agenda(staff.clock());
    this.workers = new Workers(name, this, roster, troubles, agenda, staff);
    this.handOut = new HandOut(name, this, roster, agenda, workers, staff);
    this.crew = new Crew(name, roster, troubles, staff.places(), this, workers::launch);
  }

  static String topic(String name) {
    return TOPIC + name;
  }

  void start() {
    staff.places().join(this);
    Thread.ofVirtual().name("pool-" + name).start(this::run);
  }

  /** For a closed pool of which nothing was left when the service started. */
  void rest() {
    finished = true;
    ended.complete(null);
  }

  /**
   * Says that a job has come or that a place was lent, on this node. Any thread may call, as for
   * all that follows.
   */
  void wake() {
    post(() -> {
      handOut.tellOthersToo();
      agenda.look();
    });
  }

  /** The same of another node. */
  void look() {
    post(agenda::look);
  }

  @Override
  public void placesChanged() {
    post(agenda::lookAgain);
  }

  /** Takes new settings. Completes when the children that they ask for have a process id. */
  CompletableFuture<?> resize(PoolSettings wanted) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    post(() -> {
      if (!wanted.sameChildren(settings)) {
        troubles.forget();
      }
      settings = wanted;
      agenda.replaceNow();
      agenda.look();
      agenda.worked();
      resized.add(done);
    });
    return CompletableFuture.anyOf(done, ended);
  }

  /**
   * Goes on in another state, which is stored; a terminated pool stays so. Completes when it holds.
   */
  CompletableFuture<?> become(PoolState wanted) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    post(() -> {
      state = state == PoolState.TERMINATED ? state : wanted;
      agenda.look();
      agenda.worked();
      done.complete(null);
    });
    return CompletableFuture.anyOf(done, ended);
  }

  /**
   * Cancels what waits and stops what runs; the state is stored. Completes when nothing waits and
   * each running child was told.
   */
  CompletableFuture<?> terminate(Duration grace) {
    CompletableFuture<@Nullable Void> told = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();
    post(() -> {
      state = PoolState.TERMINATED;
      agenda.look();
      emptied.add(empty);
      stopRunning(grace).whenComplete((all, failure) -> told.complete(null));
    });
    return CompletableFuture.anyOf(CompletableFuture.allOf(told, empty), ended);
  }

  /** Each on a thread of its own: a stop is stored before the child hears of it. */
  private CompletableFuture<?> stopRunning(Duration grace) {
    return CompletableFuture.allOf(
        roster.running().stream()
            .map(run ->
                CompletableFuture.runAsync(() -> stop(run, grace), Thread::startVirtualThread))
            .toArray(CompletableFuture[]::new));
  }

  /** The child goes within the grace, whatever had ended its run first. */
  private static void stop(Run run, Duration grace) {
    if (!run.stop(Cause.USER, grace)) {
      run.child().terminate(grace);
    }
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

  PoolState state() {
    return state;
  }

  /** Whether it is closed, all its jobs have ended and no child is left. */
  boolean finished() {
    return finished;
  }

  /** Why children do not start, or null. */
  @Nullable String trouble() {
    return troubles.message();
  }

  List<WorkerStatus> workers() {
    return roster.statuses();
  }

  /** A worker is free. To be called by the pool's thread. */
  void freed() {
    handOut.freed();
    agenda.worked();
    agenda.look();
  }

  void post(Runnable event) {
    inbox.add(event);
    posted.release();
  }

  /** Whether no worker gets another job. */
  boolean leaving() {
    return ending || state == PoolState.TERMINATED;
  }

  private void run() {
    while (!over()) {
      try {
        takeEvents();
        balance();
        done = nothingLeft();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        ending = true;
      } catch (RuntimeException e) {
        log.warn("pool {} could not hand out jobs, it will try again", name, e);
        agenda.failed();
      }
    }
    staff.places().leave(this);
    staff.spares().leave(this);
    troubles.forget();
    finished = !ending;
    ended.complete(null);
    staff.signal().changed(topic(name));
  }

  private boolean over() {
    return roster.isEmpty() && (ending || done);
  }

  /** While jobs of a closed pool run on other nodes they may come back, so it looks again. */
  private boolean nothingLeft() {
    if (!state.closed() || !agenda.isEmpty() || !roster.isEmpty()) {
      return false;
    }
    boolean left = staff.attempts().left(name);
    if (left) {
      agenda.failed();
    }
    return !left;
  }

  private void takeEvents() throws InterruptedException {
    Duration sleep = agenda.sleep(settings.idle(), troubles.next(agenda.present()).orElse(null));
    if (Ticker.REAL.tryAcquire(posted, sleep.toNanos())) {
      posted.drainPermits();
    }
    Runnable event = inbox.poll();
    while (event != null) {
      event.run();
      event = inbox.poll();
    }
    agenda.awake();
  }

  private void balance() {
    crew.dismissOutdated(settings);
    crew.makeRoom(agenda.jobsMayWait() && state.handsOut());
    if (state == PoolState.TERMINATED) {
      cancelAll();
    }
    List<String> waiting = handOut.next();
    workers.warmUp();
    workers.dismissUsedUp();
    int kept = keep();
    if (!leaving() && !staff.stopping()) {
      crew.hire(waiting, settings, spares(kept), staff.lending().lent(name), agenda.present());
    }
    crew.makeRoom(false);
    letGo(kept);
    handOut.tellOthers();
    CompletableFuture<?> launched = roster.launched();
    resized.forEach(done -> launched.whenComplete((ok, e) -> done.complete(null)));
    resized.clear();
  }

  /** Who closes a pool does not wait for what only starts. */
  private void letGo(int kept) {
    boolean needed = agenda.jobsMayWait() && state.handsOut();
    if (leaving() || state.closed() && !needed) {
      crew.dismissStarting();
    }
    if (leaving() || !needed) {
      crew.dismissSurplus(kept);
    }
  }

  private void cancelAll() {
    if (agenda.jobsMayWait()) {
      staff.attempts().cancelAll(name);
      agenda.looked(false, null);
    }
    emptied.forEach(done -> done.complete(null));
    emptied.clear();
  }

  /**
   * How many idle plain workers are started without a job that waits for them. The replacement of
   * one that was just given a job would compete with it.
   */
  private int spares(int kept) {
    return agenda.justBegan() ? 0 : Math.min(settings.spares(), kept);
  }

  /**
   * How many idle plain workers may stay until the pool has been idle for long: of reused ones as
   * many as may be busy, of others the pool's share of all spares.
   */
  private int keep() {
    PoolSettings wanted = settings;
    boolean none = leaving() || state.closed() || agenda.tired(wanted.idle());
    int once = none || wanted.reuses() ? 0 : wanted.spares();
    int share = staff.spares().share(this, once, agenda.lastWork());
    return none || !wanted.reuses() ? share : handOut.busiest() - roster.count(State.BUSY);
  }
}
