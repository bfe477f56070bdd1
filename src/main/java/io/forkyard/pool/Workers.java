package io.forkyard.pool;

import io.forkyard.job.Chunk;
import io.forkyard.job.Claim;
import io.forkyard.job.Turn;
import io.forkyard.pool.WorkerStatus.State;
import io.forkyard.process.Child;
import io.forkyard.process.Exit;
import io.forkyard.process.Preload;
import io.forkyard.process.StartFailedException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of each worker of a pool, step by step. The pool's thread's alone. */
final class Workers {

  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private final String name;
  private final Pool pool;
  private final Roster roster;
  private final StartTroubles troubles;
  private final Agenda agenda;
  private final Staff staff;

  /** What the last task was like; the next is probably like it. */
  private Preload preload = Preload.NOTHING;

  /** Those that have had all their tasks, left nothing behind, and have not been told yet. */
  private final List<Worker> usedUp = new ArrayList<>();

  Workers(
      String name, Pool pool, Roster roster, StartTroubles troubles, Agenda agenda, Staff staff) {
    this.name = name;
    this.pool = pool;
    this.roster = roster;
    this.troubles = troubles;
    this.agenda = agenda;
    this.staff = staff;
  }

  /** The first step: its child is started. */
  void launch(Worker worker) {
    staff.launch(
        name,
        worker,
        child -> pool.post(() -> launched(worker, child)),
        failure -> pool.post(() -> startFailed(worker, failure)));
  }

  /** What became of its start is told before its end, also when it ended by that. */
  private void launched(Worker worker, Child child) {
    worker.launched(child);
    CompletableFuture<?> told =
        staff
            .induct(worker, child)
            .handle((ok, failure) -> {
              pool.post(() -> started(worker, failure));
              return true;
            });
    child.exit().thenAcceptBoth(told, (exit, done) -> pool.post(() -> gone(worker, exit)));
    child.stopping().thenRun(() -> pool.post(() -> stopping(worker)));
  }

  /** Somebody else ends its process: an idle one gets no job any more. */
  private void stopping(Worker worker) {
    if (worker.in(State.IDLE)) {
      Crew.dismiss(worker);
    }
  }

  private void started(Worker worker, @Nullable Throwable failure) {
    if (failure != null) {
      startFailed(worker, reason(worker, failure));
    } else {
      idle(worker);
    }
  }

  private void idle(Worker worker) {
    if (worker.in(State.STARTING)) {
      worker.become(State.IDLE);
      if (worker.live().isStopping()) {
        Crew.dismiss(worker);
      }
    }
  }

  /** Those that no job has waited for warm up, and may take one when they have. */
  void warmUp() {
    for (Worker worker : roster) {
      if (worker.in(State.IDLE) && worker.isCold()) {
        worker.become(State.STARTING);
        staff.warmUp(worker, preload).thenRun(() -> pool.post(() -> warm(worker)));
      }
    }
  }

  private void warm(Worker worker) {
    troubles.started(worker.jvmOptions());
    worker.warm();
    idle(worker);
  }

  private static StartFailedException reason(Worker worker, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StartFailedException known
        ? known
        : new StartFailedException(worker.live(), String.valueOf(cause), null);
  }

  private void startFailed(Worker worker, StartFailedException failure) {
    worker.launched().complete(null);
    if (worker.child() == null) {
      roster.remove(worker);
      worker.place().giveBack();
    }
    if (pool.leaving() || !worker.in(State.STARTING)) {
      return;
    }
    worker.become(State.STOPPING);
    agenda.look();
    if (worker.child() != null && worker.live().isAbandoned()) {
      return;
    }
    troubles.failed(worker.jvmOptions(), failure.getMessage(), agenda.now());
    log.warn("pool {} could not start {}: {}", name, worker.name(), failure.getMessage());
    if (troubles.hopeless(worker.jvmOptions()) && !failure.noRoom() && pool.state().handsOut()) {
      staff.failStart(name, worker, failure);
    }
  }

  /** Idle workers get what they were claimed for. */
  void begin(Turn turn) {
    for (Claim claim : turn.claims()) {
      Worker worker = roster.named(claim.offer().worker());
      begin(worker, staff.assign(claim, worker.live(), pool.settings()));
    }
    for (Chunk chunk : turn.chunks()) {
      Worker worker = roster.named(chunk.offer().worker());
      begin(worker, staff.assign(chunk, worker.live(), pool.settings()));
    }
  }

  private void begin(Worker worker, Run run) {
    if (worker.isCold()) {
      troubles.started(worker.jvmOptions());
    }
    worker.busy(run);
    agenda.began();
    run.start(
        new Run.Owner() {

          @Override
          public void answered(Runnable store) {
            pool.post(() -> {
              store.run();
              free(worker);
            });
          }

          @Override
          public void settled() {
            pool.post(() -> stored(worker, run));
          }
        });
  }

  private void stored(Worker worker, Run run) {
    if (worker.does(run)) {
      free(worker);
    } else if (worker.live().exit().isDone()) {
      leaveUnlessBusy(worker);
    }
  }

  private void free(Worker worker) {
    preload = worker.live().preload();
    pool.freed();
    if (worker.live().exit().isDone()) {
      leave(worker);
    } else if (worker.live().isStopping() || worker.live().leaving() || pool.leaving()) {
      Crew.dismiss(worker);
    } else if (worker.usedUp(pool.settings())) {
      worker.become(State.STOPPING);
      usedUp.add(worker);
    } else if (staff.untidy(worker)) {
      Crew.dismiss(worker);
    } else {
      reuse(worker);
    }
  }

  /**
   * Lets those leave that are used up. The end of a JVM competes with the answer that its caller
   * waits for, so where nobody waits for its place it comes a moment later, and never before the
   * answer is stored.
   */
  void dismissUsedUp() {
    boolean calm = agenda.justBegan() && !agenda.jobsMayWait() && !pool.leaving();
    usedUp.removeIf(worker -> {
      boolean now = !calm || worker.place().isWanted(false);
      if (now) {
        worker.settled().thenRun(worker.live()::retire);
      }
      return now;
    });
  }

  private void reuse(Worker worker) {
    try {
      worker.live().output().clear();
      worker.become(State.IDLE);
    } catch (UncheckedIOException e) {
      log.warn("pool {} does not reuse {}, whose output cannot be cleared", name, worker.name(), e);
      Crew.dismiss(worker);
    }
  }

  private void gone(Worker worker, Exit exit) {
    if (worker.in(State.STARTING)) {
      String how = "it ended with exit code " + exit.code() + " while it warmed up";
      startFailed(worker, new StartFailedException(worker.live(), how, exit.code()));
    }
    worker.place().giveBack();
    Run run = worker.run();
    if (run != null) {
      worker.settled().thenRun(() -> staff.noteExit(run, exit));
    }
    leaveUnlessBusy(worker);
  }

  private void leaveUnlessBusy(Worker worker) {
    if (!worker.in(State.BUSY)) {
      leave(worker);
    }
  }

  /** The last step: its process is gone and its jobs, if it had any, are settled. */
  private void leave(Worker worker) {
    worker.become(State.STOPPING);
    if (worker.settled().isDone() && roster.remove(worker)) {
      worker.live().discard();
    }
  }
}
