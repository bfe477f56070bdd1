package io.forkyard.pool;

import io.forkyard.code.MissingArtifactException;
import io.forkyard.job.End;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.process.Assignment;
import io.forkyard.process.Child;
import io.forkyard.process.Ending;
import io.forkyard.process.Exit;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a process outside every pool, on a thread of its own: find the code, hand over, await
 * the end of the work, then of the process, and store it. What ends it first is its cause.
 */
final class ProcessRun {

  private static final Logger log = LoggerFactory.getLogger(ProcessRun.class);

  /** No value is wanted: a process tells its exit code alone. */
  private static final int NO_RESULT = 0;

  /** CPython, multiprocessing.process.BaseProcess._bootstrap: an uncaught exception is 1. */
  private static final int FAILED = 1;

  /** What came of the work. */
  private sealed interface Outcome {

    record Done(Ending ending) implements Outcome {}

    /** The child never got it. */
    record Unfit(Failure failure) implements Outcome {}
  }

  private final Child child;
  private final NewProcess wanted;
  private final String target;
  private final @Nullable String source;
  private final Staff staff;
  private final ProcessStore store;
  private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
  private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();

  /**
   * Of a child that has just been started.
   *
   * @param target with {@code @main} resolved
   * @param source hash of the source, if there is one
   */
  ProcessRun(
      Child child,
      NewProcess wanted,
      String target,
      @Nullable String source,
      Staff staff,
      ProcessStore store) {
    this.child = child;
    this.wanted = wanted;
    this.target = target;
    this.source = source;
    this.staff = staff;
    this.store = store;
  }

  UUID id() {
    return child.id();
  }

  Child child() {
    return child;
  }

  ProcessStatus status() {
    return ProcessStatus.of(child, null, staff.node().pid());
  }

  /** Completes when the end is stored, or cannot be. */
  CompletableFuture<@Nullable Void> settled() {
    return settled;
  }

  void start(Runnable ended) {
    Thread.ofVirtual()
        .name("process-" + id())
        .start(() -> {
          try {
            log.info("process {} runs as {} ({})", id(), child.name(), child.pid());
            live();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            ended.run();
            child.discard();
            settled.complete(null);
          }
        });
  }

  /** Ends it, unless its work has ended: then it is leaving already. */
  void stop(Cause wish, Duration grace) {
    cause.compareAndSet(null, wish);
    Cause first = cause.get();
    if (first != null && first.ours()) {
      child.end(grace);
    }
  }

  private void live() throws InterruptedException {
    String dump = null;
    CompletableFuture<Outcome> outcome = begin();
    if (!endsInTime(outcome) && cause.compareAndSet(null, Cause.TIMEOUT)) {
      dump = Evidence.threadDump(child);
      stop(Cause.TIMEOUT, staff.properties().grace());
    }
    settle(end(outcome.join()).withThreadDump(dump));
  }

  /** The work, or the end of the process if that comes first. */
  private CompletableFuture<Outcome> begin() {
    CompletableFuture<Outcome> work =
        CompletableFuture.supplyAsync(this::handOver, Thread::startVirtualThread)
            .thenCompose(Function.identity());
    CompletableFuture<Outcome> death =
        child.exit().thenApply(exit -> new Outcome.Done(new Ending.Gone(exit, true, null)));
    return work.applyToEither(death, Function.identity());
  }

  private CompletableFuture<Outcome> handOver() {
    try {
      return child.run(assignment(), staff.calls().of(caller())).thenApply(Outcome.Done::new);
    } catch (CompilationFailedException e) {
      return unfit(e.reason(), e);
    } catch (MissingArtifactException e) {
      return unfit(FailureReason.TARGET_NOT_FOUND, e);
    } catch (RuntimeException e) {
      log.warn("process {} could not get its work", id(), e);
      return unfit(FailureReason.START_FAILED, e);
    }
  }

  private static CompletableFuture<Outcome> unfit(FailureReason reason, Exception why) {
    String message = String.valueOf(why.getMessage());
    return CompletableFuture.completedFuture(new Outcome.Unfit(Failure.of(reason, message)));
  }

  private Caller caller() {
    return new Caller(child, null, settled, id(), Pools.DEFAULT, source, wanted.classpath());
  }

  private Assignment assignment() throws CompilationFailedException {
    return new Assignment(
        UUID.randomUUID().toString(),
        id().toString(),
        1,
        target,
        wanted.args(),
        wanted.kwargs(),
        staff.workshop().classpath(source, wanted.classpath(), wanted.javaHome()),
        NO_RESULT,
        false);
  }

  private boolean endsInTime(CompletableFuture<Outcome> outcome) throws InterruptedException {
    if (wanted.timeout() == null) {
      outcome.join();
      return true;
    }
    Duration left =
        wanted.timeout().minus(Duration.between(child.startedAt(), staff.clock().instant()));
    try {
      outcome.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("The child of process " + id() + " told no end", e);
    }
  }

  /** Lets the process leave when its work is done, and tells the end of both. */
  private End end(Outcome outcome) {
    cause.compareAndSet(null, Cause.ofDeath(child));
    Cause first = cause.get();
    boolean ours = first != null && first.ours();
    if (!ours) {
      child.retire();
    }
    Exit exit = child.treeGone().join();
    if (first != null && ours) {
      return Verdict.of(first, new Ending.Gone(exit, true, null), child).withExit(exit.code());
    }
    return switch (outcome) {
      case Outcome.Unfit(Failure failure) -> failed(failure, exit);
      case Outcome.Done(Ending.Gone _) when child.ready().isCompletedExceptionally() ->
          failed(notStarted(), exit);
      case Outcome.Done(Ending ending) ->
          Verdict.of(Cause.CHILD, program(ending), child).withExit(exit.code());
    };
  }

  /** Every process ends like a program: its exit code is its answer. */
  private static Ending program(Ending ending) {
    return ending instanceof Ending.Gone gone
        ? new Ending.Gone(gone.exit(), true, gone.uncaught())
        : ending;
  }

  private Failure notStarted() {
    return Failure.of(
        FailureReason.START_FAILED, String.valueOf(child.ready().exceptionNow().getMessage()));
  }

  /** A child that got no work leaves in good order, but its process has failed. */
  private End failed(Failure failure, Exit exit) {
    return Evidence.of(child)
        .end(null, failure.withPeakMemory(exit.peakMemory()), null)
        .withExit(exit.code() == 0 ? FAILED : exit.code());
  }

  private void store(End end) {
    if (cause.get() == Cause.LOST) {
      store.lose(id(), end);
    } else {
      store.finish(id(), end);
    }
  }

  private void settle(End end) {
    staff
        .persistence()
        .insist(
            "the end of process " + id(),
            () -> {
              store(end);
              log.info("process {} ended with {} ({})", id(), end.exitCode(), child.pid());
              return true;
            });
  }
}
