package io.forkyard.pool;

import io.forkyard.code.MissingArtifactException;
import io.forkyard.job.Chunk;
import io.forkyard.job.End;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Outcome;
import io.forkyard.job.Rest;
import io.forkyard.process.Assignment;
import io.forkyard.process.Child;
import io.forkyard.process.ChunkAssignment;
import io.forkyard.process.Ending;
import io.forkyard.process.Exit;
import io.forkyard.storage.Outage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One chunk of a map, on a thread of its own: find the code, hand over, store what the child says
 * of each item, and decide what becomes of those that it says nothing of. When the child dies, the
 * first of these has ended it: each item is told before the next begins.
 */
final class ChunkRun implements Run {

  private static final Logger log = LoggerFactory.getLogger(ChunkRun.class);

  private final Chunk chunk;
  private final Child child;
  private final @Nullable Duration timeout;
  private final Staff staff;
  private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
  private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();
  private final Heard heard = new Heard();

  /** The run's thread's: the first item that nothing is stored of. */
  private int next;

  /** The run's thread's: what the child did when the time of an item was up. */
  private @Nullable String threadDump;

  /** The run's thread's: what became of the last items, stored with the end of the chunk. */
  private List<Outcome> told = List.of();

  /** The run's thread's: how many failures of the map are known. */
  private int failures;

  ChunkRun(Chunk chunk, Child child, @Nullable Duration poolTimeout, Staff staff) {
    this.chunk = chunk;
    this.child = child;
    this.timeout = chunk.timeout() == null ? poolTimeout : chunk.timeout();
    this.staff = staff;
    this.next = chunk.first();
    this.failures = chunk.failed();
  }

  @Override
  public UUID entry() {
    return chunk.map();
  }

  @Override
  public Child child() {
    return child;
  }

  @Override
  public String token() {
    return chunk.offer().token();
  }

  @Override
  public CompletableFuture<@Nullable Void> settled() {
    return settled;
  }

  @Override
  public void start(Owner owner) {
    Thread.ofVirtual()
        .name("map-" + chunk.map() + "-" + chunk.first())
        .start(() -> {
          try {
            settle(over(rest()), owner);
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
    if (grace.isZero()) {
      child.kill();
    } else {
      child.terminate(grace);
    }
    return true;
  }

  /** The failures of items have it already. */
  @Override
  public void noteExit(Exit exit) {}

  /** From here on nobody stops the child for the chunk's sake: it may have its next task. */
  private @Nullable Rest over(@Nullable Rest rest) {
    cause.compareAndSet(null, Cause.CHILD);
    Cause first = cause.get();
    if (first != null && first.ours()) {
      child.treeGone().join();
    }
    return rest;
  }

  /** Whatever goes wrong here, the chunk ends; its child may have it and is not used again. */
  private @Nullable Rest rest() throws InterruptedException {
    try {
      return execute();
    } catch (RuntimeException e) {
      log.warn("a chunk of map {} could not be run on {}", chunk.map(), child.name(), e);
      child.kill();
      child.exit().join();
      return failed(e);
    }
  }

  /** While the database is away no item has begun: they run when it is back. */
  static Rest failed(RuntimeException e) {
    return Outage.of(e).isPresent()
        ? new Rest.PutBack()
        : new Rest.Refused(
            Failure.of(FailureReason.START_FAILED, "The service could not run the items: " + e));
  }

  private @Nullable Rest execute() throws InterruptedException {
    Optional<List<String>> items = staff.chunks().items(chunk);
    if (items.isEmpty()) {
      return new Rest.PutBack();
    }
    List<Path> classpath;
    try {
      classpath =
          staff
              .workshop()
              .classpath(chunk.source(), chunk.classpath(), child.spec().jvm().javaHome());
    } catch (MissingArtifactException e) {
      return refuse(FailureReason.TARGET_NOT_FOUND, String.valueOf(e.getMessage()));
    } catch (CompilationFailedException e) {
      return refuse(e.reason(), String.valueOf(e.getMessage()));
    }
    if (!child.isAlive()) {
      child.exit().join();
      return unheard();
    }
    heard.endsWith(
        child.run(assignment(classpath, items.get()), heard, staff.calls().of(caller())));
    Ending ending = listen();
    return next + told.size() == chunk.last() ? null : rest(ending);
  }

  /** The child was not needed; unless it is being stopped, another task may have it. */
  private Rest refuse(FailureReason reason, String message) {
    cause.compareAndSet(null, Cause.ofDeath(child));
    return cause.get() == Cause.CHILD ? new Rest.Refused(Failure.of(reason, message)) : unheard();
  }

  /** No item has begun. */
  private static Rest unheard() {
    return new Rest.PutBack();
  }

  private Caller caller() {
    return new Caller(
        child, this, settled, chunk.map(), chunk.pool(), chunk.source(), chunk.classpath());
  }

  private ChunkAssignment assignment(List<Path> classpath, List<String> items) {
    Assignment task =
        new Assignment(
            chunk.offer().token(),
            chunk.map().toString(),
            chunk.number(),
            chunk.target(),
            "[]",
            chunk.kwargs(),
            classpath,
            Math.toIntExact(staff.properties().maxResultSize().toBytes()),
            false);
    return new ChunkAssignment(task, chunk.star(), items);
  }

  /**
   * Stores what the child says until it says no more; gives the end of the chunk. When nothing is
   * left to be said of the items, the end follows at once, and both are stored together.
   */
  private Ending listen() throws InterruptedException {
    long since = System.nanoTime();
    Bunch bunch = new Bunch();
    while (true) {
      Heard.Word word = bunch.isEmpty() || isLast(bunch) ? await(since) : heard.present();
      if (word != null && word.last()) {
        end(bunch);
        return ended(word);
      }
      if (word == null || bunch.isFull()) {
        store(bunch);
      }
      if (word != null) {
        since = word.at();
        hear(word.ending(), bunch);
      }
    }
  }

  /** Whether nothing of the chunk comes after it. */
  private boolean isLast(Bunch bunch) {
    return next + bunch.size() == chunk.last();
  }

  private void end(Bunch bunch) {
    if (isLast(bunch)) {
      told = bunch.take();
    } else {
      store(bunch);
    }
  }

  /** More of a short item's kind comes soon, and is stored with it. */
  private void hear(@Nullable Ending ending, Bunch bunch) throws InterruptedException {
    if (bunch.isEmpty()) {
      heard.gather();
    }
    add(ending, bunch);
  }

  private static Ending ended(Heard.Word word) {
    Ending ending = word.ending();
    if (ending == null) {
      throw new IllegalStateException("The child told no end");
    }
    return ending;
  }

  /** The time-out of an item starts when the one before it is through. */
  private Heard.Word await(long since) throws InterruptedException {
    if (timeout != null && cause.get() == null) {
      Heard.Word word = heard.next(since + timeout.toNanos() - System.nanoTime());
      if (word != null) {
        return word;
      }
      if (cause.compareAndSet(null, Cause.TIMEOUT)) {
        threadDump = Evidence.threadDump(child);
      }
      stop(Cause.TIMEOUT, staff.properties().grace());
    }
    return heard.next();
  }

  /** After a wish to stop a failure may be its work; what came in spite of it is as good as any. */
  private void add(@Nullable Ending ending, Bunch bunch) {
    Cause first = cause.get();
    if (first == Cause.TIMEOUT || bunch.isClosed() || isLast(bunch)) {
      return;
    }
    if (ending instanceof Ending.Returned returned) {
      Failure unfit = Verdict.unfit(returned);
      bunch.add(
          unfit == null ? new Outcome.Value(returned.json().replace('\n', ' ')) : failed(unfit));
    } else if (ending instanceof Ending.Failed failed && first == null) {
      bunch.add(failed(Verdict.failure(failed)));
    } else {
      bunch.close();
    }
  }

  /** A map's failures could fill any disk, so only so many come with all that is known of them. */
  private Outcome failed(Failure failure) {
    return new Outcome.Failed(bounded(failure.withLastOutput(Evidence.last(child))));
  }

  private Failure bounded(Failure failure) {
    failures++;
    return failures <= staff.properties().mapTraces() ? failure : failure.withoutTrace();
  }

  private void store(Bunch bunch) {
    if (!bunch.isEmpty()) {
      List<Outcome> outcomes = bunch.take();
      boolean current =
          staff.persistence().insist(what(), () -> staff.chunks().keep(chunk, next, outcomes));
      if (!current) {
        log.warn("a chunk of map {} has another child than {}", chunk.map(), child.pid());
      }
      next += outcomes.size();
    }
  }

  private Rest rest(Ending ending) {
    cause.compareAndSet(null, ending instanceof Ending.Gone ? Cause.ofDeath(child) : Cause.CHILD);
    Cause first = cause.get();
    return switch (first == null ? Cause.CHILD : first) {
      case CHILD -> own(ending);
      case TIMEOUT -> new Rest.Died(failure(Cause.TIMEOUT, ending));
      case LOST -> new Rest.Died(failure(Cause.LOST, ending));
      case USER -> new Rest.Stopped(failure(Cause.USER, ending));
      case SHUTDOWN -> {
        child.treeGone().join();
        yield new Rest.PutBack();
      }
    };
  }

  private Rest own(Ending ending) {
    return switch (ending) {
      case Ending.Failed failed -> new Rest.Refused(Verdict.failure(failed));
      case Ending.Gone gone -> new Rest.Died(failure(Cause.CHILD, gone));
      case Ending.Returned returned -> {
        child.kill();
        child.exit().join();
        yield new Rest.Died(
            Failure.of(FailureReason.EXITED, "The child ended without a word about the item."));
      }
    };
  }

  private Failure failure(Cause first, Ending ending) {
    Exit exit = first.ours() ? child.treeGone().join() : child.exit().join();
    End end = Verdict.of(first, new Ending.Gone(exit, false, null), child);
    Failure failure = end.withThreadDump(threadDump).failure();
    return failure == null
        ? Failure.of(FailureReason.EXITED, "The child ended: " + ending)
        : bounded(failure);
  }

  private void settle(@Nullable Rest rest, Owner owner) {
    LastWrite write =
        new LastWrite(
            staff.persistence(), what(), () -> staff.chunks().end(chunk, next, told, rest));
    boolean goesOn = cause.get() == Cause.CHILD && child.isAlive();
    if (goesOn) {
      staff.lending().ended(this);
    }
    if (!(goesOn ? write.store(owner) : write.store())) {
      log.debug("a chunk of map {} was not its child's {} any more", chunk.map(), child.pid());
    }
  }

  private String what() {
    return "a chunk of map " + chunk.map();
  }
}
