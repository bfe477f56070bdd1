package io.forkyard.pool;

import io.forkyard.job.FailureReason;
import io.forkyard.process.Child;
import io.forkyard.process.ChildSpec;
import io.forkyard.process.Children;
import io.forkyard.process.Compilation;
import io.forkyard.process.Ending;
import io.forkyard.process.JvmSettings;
import io.forkyard.process.StartFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiles one source after the other in a child that serves nothing else. It is started when there
 * is none and kept until it is worn out, has gone, or is another JDK's than is wanted. A source is
 * blamed for the end of a child only if it was the child's first, and nobody else had ended it.
 *
 * <p>Whoever has taken it from {@link Compilers} is its owner; {@link #close} anybody may call.
 */
final class Compiler {

  private static final String HEAP = "512m";

  /** Most sources are small: the better code would come too late, and take the jobs' processors. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  private static final int TRIES = 3;

  private final Children children;
  private final Duration limit;
  private final int most;
  private final Supplier<String> names;

  /** Written by the owner. */
  private volatile @Nullable Child child;

  /** The owner's: how many sources the child has compiled. */
  private int sources;

  /** The owner's: is cancelled when the compiler is of use before its rest is over. */
  private CompletableFuture<@Nullable Void> rest = new CompletableFuture<>();

  /**
   * Starts nothing yet.
   *
   * @param limit longest time for one source
   * @param most sources that one child compiles
   * @param names of the children
   */
  Compiler(Children children, Duration limit, int most, Supplier<String> names) {
    this.children = children;
    this.limit = limit;
    this.most = most;
    this.names = names;
  }

  /**
   * Compiles one text into a folder.
   *
   * @param javaHome of the JDK that does it, or null for the service's own
   * @throws CompilationFailedException with the compiler's messages, or why there was no compiler
   */
  void compile(String text, List<Path> classpath, Path output, @Nullable String javaHome)
      throws CompilationFailedException {
    boolean done = false;
    try {
      check(ending(text, classpath, output, javaHome));
      done = true;
    } finally {
      if (!done && !isWarm() || isWornOut()) {
        dismiss();
      }
    }
  }

  /** Whether its next source finds a child that has compiled before. */
  boolean isWarm() {
    Child present = child;
    return present != null && present.isAlive() && !present.isStopping() && sources > 0;
  }

  /** Calls when it was of no use for so long. */
  void rest(Duration idle, Runnable over) {
    rest = new CompletableFuture<>();
    rest.completeOnTimeout(null, idle.toNanos(), TimeUnit.NANOSECONDS)
        .thenRunAsync(over, Thread::startVirtualThread);
  }

  /** It is of use again. */
  void rouse() {
    rest.cancel(false);
  }

  /** Lets the child leave. */
  void dismiss() {
    Child present = child;
    child = null;
    if (present != null) {
      present.exit().thenRun(present::discard);
      present.retire();
    }
  }

  /** Ends what is under way. */
  void close() {
    Child present = child;
    if (present != null) {
      present.kill();
    }
  }

  /** Of the last of a few tries: what ends a child need not be the fault of the source. */
  private Ending ending(String text, List<Path> classpath, Path output, @Nullable String javaHome)
      throws CompilationFailedException {
    for (int tries = 1; ; tries++) {
      Child present = child(javaHome);
      boolean first = sources == 0;
      Ending ending =
          await(
              present,
              present.compile(
                  new Compilation(UUID.randomUUID().toString(), text, classpath, output)));
      boolean blamed = first && !present.isStopping();
      if (!(ending instanceof Ending.Gone) || blamed) {
        sources++;
        return ending;
      }
      if (tries == TRIES) {
        throw notStarted("it was ended " + TRIES + " times");
      }
    }
  }

  private Child child(@Nullable String javaHome) throws CompilationFailedException {
    Child present = child;
    if (present != null && Objects.equals(present.spec().jvm().javaHome(), javaHome) && isWarm()) {
      return present;
    }
    dismiss();
    sources = 0;
    Child started = start(new JvmSettings(HEAP, List.of(), javaHome));
    child = started;
    await(started, started.ready());
    return started;
  }

  private Child start(JvmSettings jvm) throws CompilationFailedException {
    try {
      return children.start(new ChildSpec(names.get(), null, jvm, List.of(QUICK)));
    } catch (StartFailedException e) {
      throw notStarted(e.getMessage());
    }
  }

  /** Only a child that has answered is used again. */
  private <T> T await(Child asked, CompletableFuture<T> answer) throws CompilationFailedException {
    boolean answered = false;
    try {
      T given = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      answered = true;
      return given;
    } catch (ExecutionException e) {
      throw notStarted(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      throw new CompilationFailedException(
          FailureReason.COMPILE_ERROR,
          "The compiler took longer than " + limit.toSeconds() + " s.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompilationFailedException(FailureReason.START_FAILED, "The service stops.");
    } finally {
      if (!answered) {
        asked.kill();
      }
    }
  }

  private boolean isWornOut() {
    Child present = child;
    return present != null && (sources >= most || present.leaving() || children.oversized(present));
  }

  private static CompilationFailedException notStarted(@Nullable String why) {
    return new CompilationFailedException(
        FailureReason.START_FAILED, "No child for the compiler: " + why);
  }

  private static void check(Ending ending) throws CompilationFailedException {
    switch (ending) {
      case Ending.Returned returned -> {}
      case Ending.Failed failed ->
          throw new CompilationFailedException(
              FailureReason.valueOf(failed.fault().name()), failed.message());
      case Ending.Gone gone ->
          throw new CompilationFailedException(
              FailureReason.COMPILE_ERROR,
              gone.exit().outOfMemory()
                  ? "The compiler ran out of memory."
                  : "The compiler ended with exit code " + gone.exit().code() + ".");
    }
  }
}
