package io.forkyard.pool;

import io.forkyard.code.MissingArtifactException;
import io.forkyard.job.Claim;
import io.forkyard.job.End;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.process.Assignment;
import io.forkyard.process.Child;
import io.forkyard.process.Ending;
import io.forkyard.process.Exit;
import io.forkyard.storage.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a job, on a thread of its own: find the code, hand over, await, classify, store.
 * What ends it first is its cause, and stays so: an answer that comes after a wish to stop is not
 * heard.
 */
final class AttemptRun implements Run {

  private static final Logger log = LoggerFactory.getLogger(AttemptRun.class);

  private final Claim claim;
  private final Child child;
  private final @Nullable Duration timeout;
  private final Staff staff;
  private final JobCalls calls;
  private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();

  /** The run's thread's: an idle child had died before it could get the job. */
  private boolean unheard;

  /** The run's thread's: what the child did when its time was up. */
  private @Nullable String threadDump;

  private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();
  private volatile @Nullable End answer;

  AttemptRun(Claim claim, Child child, @Nullable Duration poolTimeout, Staff staff) {
    this.claim = claim;
    this.child = child;
    this.timeout = claim.timeout() == null ? poolTimeout : claim.timeout();
    this.staff = staff;
    this.calls = staff.calls().of(caller(), claim.offer().token());
  }

  private Caller caller() {
    return new Caller(
        child, this, settled, claim.id(), claim.pool(), claim.source(), claim.classpath());
  }

  @Override
  public UUID entry() {
    return claim.id();
  }

  @Override
  public String token() {
    return claim.offer().token();
  }

  int number() {
    return claim.number();
  }

  @Override
  public Child child() {
    return child;
  }

  @Override
  public CompletableFuture<@Nullable Void> settled() {
    return settled;
  }

  /** What the child has answered; what it prints from then on may be its next task's. */
  @Nullable End answer() {
    return answer;
  }

  @Override
  public void start(Owner owner) {
    Thread.ofVirtual()
        .name("job-" + claim.id())
        .start(() -> {
          try {
            log.debug("job {} runs on {} ({})", claim.id(), child.name(), child.pid());
            settle(end(), owner);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            staff.running().remove(this);
            settled.complete(null);
            staff.lending().ended(this);
            owner.settled();
          }
        });
  }

  @Override
  public boolean stop(Cause wish, Duration grace) {
    boolean first = cause.compareAndSet(null, wish);
    if (!first && cause.get() != wish && wish != Cause.SHUTDOWN) {
      return false;
    }
    try {
      if (first && wish == Cause.USER) {
        staff.attempts().stopping(claim);
      }
    } finally {
      end(grace);
    }
    return true;
  }

  @Override
  public void noteExit(Exit exit) {
    settled.join();
    staff
        .persistence()
        .insist(
            "the exit code of job " + claim.id(),
            () -> {
              staff.attempts().gone(claim, exit.code());
              return true;
            });
  }

  private void end(Duration grace) {
    if (grace.isZero()) {
      child.kill();
    } else {
      child.terminate(grace);
    }
  }

  /** Whatever goes wrong here, the job ends; its child may have the task and is not used again. */
  private End end() throws InterruptedException {
    try {
      return execute();
    } catch (RuntimeException e) {
      log.warn("job {} could not be run on {} ({})", claim.id(), child.name(), child.pid(), e);
      child.kill();
      child.exit().join();
      return refuse(FailureReason.START_FAILED, "The service could not run the job: " + e);
    }
  }

  private End execute() throws InterruptedException {
    List<Path> classpath;
    try {
      classpath =
          staff
              .workshop()
              .classpath(claim.source(), claim.classpath(), child.spec().jvm().javaHome());
    } catch (MissingArtifactException e) {
      return refuse(FailureReason.TARGET_NOT_FOUND, String.valueOf(e.getMessage()));
    } catch (CompilationFailedException e) {
      return refuse(e.reason(), String.valueOf(e.getMessage()));
    }
    if (!child.isAlive()) {
      unheard = true;
    }
    Ending ending = await(child.run(assignment(classpath), calls));
    boolean died = ending instanceof Ending.Gone && !unheard;
    Cause first = cause(died ? Cause.ofDeath(child) : Cause.CHILD);
    if (first.ours()) {
      child.treeGone().join();
    }
    return Verdict.of(first, ending, child).withThreadDump(threadDump);
  }

  private Cause cause(Cause otherwise) {
    cause.compareAndSet(null, otherwise);
    Cause first = cause.get();
    return first == null ? otherwise : first;
  }

  /** The child was not needed; unless it is being stopped, another job may have it. */
  private End refuse(FailureReason reason, String message) {
    Cause first = cause(Cause.ofDeath(child));
    if (first.ours()) {
      Exit exit = child.treeGone().join();
      return Verdict.of(first, new Ending.Gone(exit, false, null), child);
    }
    return new End(null, Failure.of(reason, message), null, new byte[0], new byte[0], false);
  }

  private Assignment assignment(List<Path> classpath) {
    return new Assignment(
        claim.offer().token(),
        claim.id().toString(),
        claim.number(),
        claim.target(),
        claim.args(),
        claim.kwargs(),
        classpath,
        Math.toIntExact(staff.properties().maxResultSize().toBytes()),
        true);
  }

  private Ending await(CompletableFuture<Ending> ending) throws InterruptedException {
    if (timeout == null || Ticker.REAL.await(ending, nanosLeft(timeout))) {
      return ending.join();
    }
    if (cause.compareAndSet(null, Cause.TIMEOUT)) {
      threadDump = Evidence.threadDump(child);
    }
    stop(Cause.TIMEOUT, staff.properties().grace());
    return new Ending.Gone(child.exit().join(), false, null);
  }

  private long nanosLeft(Duration limit) {
    Duration spent = Duration.between(claim.startedAt(), staff.clock().instant());
    return Math.max(0, limit.minus(spent).toNanos());
  }

  private void settle(End end, Owner owner) {
    LastWrite write =
        new LastWrite(staff.persistence(), "the end of job " + claim.id(), () -> told(end));
    if (goesOn()) {
      answer = end;
      staff.lending().ended(this);
      write.store(owner);
    } else {
      write.store();
    }
  }

  /** Whether the child may get another task. */
  private boolean goesOn() {
    return cause.get() == Cause.CHILD && !unheard && child.isAlive();
  }

  private BooleanSupplier told(End end) {
    BooleanSupplier stored = store(end);
    return () -> {
      tell(end, stored.getAsBoolean());
      return true;
    };
  }

  /** Begins; what it gives waits, and is false when another attempt has the job. */
  private BooleanSupplier store(End end) {
    Cause first = cause.get();
    if (first == Cause.SHUTDOWN || first == Cause.CHILD && unheard) {
      return () -> {
        staff.attempts().putBack(claim);
        return true;
      };
    }
    return staff.attempts().finish(claim, end.withProgress(calls.lastProgress()));
  }

  private void tell(End end, boolean stored) {
    Failure failure = end.failure();
    if (stored) {
      log.debug(
          "job {} ended on {} ({}): {}",
          claim.id(),
          child.name(),
          child.pid(),
          failure == null ? "SUCCEEDED" : failure.reason());
    } else {
      log.warn("job {} had another attempt when its child {} ended", claim.id(), child.pid());
    }
  }
}
