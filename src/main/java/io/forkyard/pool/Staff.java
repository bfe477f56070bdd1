package io.forkyard.pool;

import io.forkyard.job.Attempts;
import io.forkyard.job.Chunk;
import io.forkyard.job.Chunks;
import io.forkyard.job.Claim;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.job.JobProcess;
import io.forkyard.node.Errands;
import io.forkyard.process.Child;
import io.forkyard.process.ChildSpec;
import io.forkyard.process.Children;
import io.forkyard.process.Exit;
import io.forkyard.process.JvmSettings;
import io.forkyard.process.Preload;
import io.forkyard.process.StartFailedException;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Node;
import io.forkyard.storage.Persistence;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What all pools share: how a worker is started, how a job gets to it, how an end is told. */
record Staff(
    Attempts attempts,
    Chunks chunks,
    Children children,
    Running running,
    Places places,
    Spares spares,
    Workshop workshop,
    CallDesk calls,
    Lending lending,
    Errands errands,
    Node node,
    ChangeSignal signal,
    Clock clock,
    PoolProperties properties) {

  /** Spares a child that invokes once the making of method handles, a fifth of its start. */
  static final String NATIVE_ACCESSORS = "-Djdk.reflect.useNativeAccessorOnly=true";

  /** Shorter than the JDK keeps the thread that has waited for a process. */
  private static final Duration TOLD = Duration.ofSeconds(50);

  /** Starts a worker's child, away from the pool's thread. */
  void launch(
      String pool, Worker worker, Consumer<Child> launched, Consumer<StartFailedException> failed) {
    ChildSpec spec = spec(worker.name(), pool, worker.settings(), worker.jvmOptions());
    Thread.ofVirtual()
        .name("launch-" + worker.name())
        .start(() -> {
          try {
            launched.accept(children.start(spec));
          } catch (StartFailedException e) {
            failed.accept(e);
          }
        });
  }

  /** Whether the next plain worker of a pool starts with the class archive. */
  boolean startsWithArchive(String pool, PoolSettings settings) {
    return children.startsWithArchive(spec("", pool, settings, Crew.PLAIN));
  }

  private static ChildSpec spec(String name, String pool, PoolSettings settings, String kind) {
    List<String> extra = new ArrayList<>(kind.lines().toList());
    Initializer initializer = settings.initializer();
    if (initializer != null) {
      extra.addAll(initializer.jvmOptions().lines().toList());
    }
    if (!settings.reuses()) {
      extra.add(NATIVE_ACCESSORS);
    }
    JvmSettings jvm = new JvmSettings(settings.maxHeap(), settings.options(), settings.javaHome());
    return new ChildSpec(name, pool, jvm, extra);
  }

  /** Completes when a new child takes jobs, or with a {@link StartFailedException}. */
  CompletableFuture<?> induct(Worker worker, Child child) {
    return new Induction(workshop, children.startTimeout()).induct(child, worker.settings());
  }

  /** Completes when it is warm. */
  CompletableFuture<?> warmUp(Worker worker, Preload first) {
    return worker.live().warmUp(first, children.startTimeout());
  }

  /**
   * Whether a child's last job left something behind that the next should not meet: threads,
   * processes or too much memory. A thread tells of each process for a minute; after a longer job
   * the processes themselves are looked for.
   */
  boolean untidy(Worker worker) {
    Child child = worker.live();
    return child.leaving()
        || children.oversized(child)
        || worker.sinceBegin().compareTo(TOLD) > 0 && child.hasCompany();
  }

  /** Whether this is another node than ours. */
  boolean elsewhere(String owner) {
    return !owner.equals(node.id());
  }

  Persistence persistence() {
    return Persistence.of(signal);
  }

  /** Whether the service stops, so that nothing is worth another try. */
  boolean stopping() {
    return signal.draining();
  }

  /** The settings are the pool's present ones. */
  AttemptRun assign(Claim claim, Child child, PoolSettings settings) {
    AttemptRun run = new AttemptRun(claim, child, settings.timeout(), this);
    running.add(run);
    return run;
  }

  /** The same for a chunk of a map. */
  ChunkRun assign(Chunk chunk, Child child, PoolSettings settings) {
    ChunkRun run = new ChunkRun(chunk, child, settings.timeout(), this);
    running.add(run);
    return run;
  }

  /** Fails the jobs that wait for a kind of worker which does not start. */
  void failStart(String pool, Worker worker, StartFailedException why) {
    Child child = worker.child();
    Failure failure =
        Failure.of(FailureReason.START_FAILED, String.valueOf(why.getMessage()))
            .withLastOutput(why.stderr())
            .withPeakMemory(child == null ? 0 : child.peakMemory());
    JobProcess process =
        child == null
            ? null
            : new JobProcess(child.pid(), node.pid(), worker.name(), why.exitCode(), node.name());
    attempts.failStart(pool, worker.jvmOptions(), failure, process);
  }

  /** Adds the exit code of a process to the job that it ran last. */
  void noteExit(Run run, Exit exit) {
    Thread.ofVirtual().start(() -> run.noteExit(exit));
  }
}
