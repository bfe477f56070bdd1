package io.forkyard.pool;

import io.forkyard.process.Child;
import io.forkyard.storage.Change;
import io.forkyard.storage.ChangeLog;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import java.time.Clock;
import java.time.Instant;

/**
 * Logs what becomes of child JVMs, and tells those who wait for the end of one. Their states are
 * not stored, so nobody waits for the log: it never holds a child up, and a store that fails loses
 * only these lines.
 */
final class ProcessChanges {

  /** In the only order that there is; steps may be left out. */
  private enum Step {
    STARTING,
    RUNNING,
    STOPPING,
    ENDED
  }

  private final Database database;
  private final ChangeSignal signal;
  private final Clock clock;

  ProcessChanges(Database database, ChangeSignal signal, Clock clock) {
    this.database = database;
    this.signal = signal;
    this.clock = clock;
  }

  /** Logs a child that has just got its pid, from now to its end. */
  void follow(Child child) {
    Way way = new Way(child);
    way.reached(Step.STARTING);
    child.ready().thenRun(() -> way.reached(Step.RUNNING));
    child.stopping().thenRun(() -> way.reached(Step.STOPPING));
    child.exit().thenRun(() -> way.reached(Step.ENDED));
    child.exit().thenRun(() -> signal.changed(Processes.topic(child.id())));
  }

  private void append(Child child, Step step, Instant at) {
    database.writeSoon(sql ->
        ChangeLog.append(
            sql,
            at,
            Change.Kind.PROCESS,
            child.id().toString(),
            step.name(),
            child.pool(),
            child.name()));
  }

  /** How far one child has come; several threads tell. */
  private final class Way {

    private final Child child;
    private int next; // guarded by this

    Way(Child child) {
      this.child = child;
    }

    /** One that comes late is left out: a child which is told to stop may yet become ready. */
    synchronized void reached(Step step) {
      if (step.ordinal() >= next) {
        next = step.ordinal() + 1;
        append(child, step, clock.instant());
      }
    }
  }
}
