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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Compiles a source in a child that serves nothing else. */
final class Compiler {

  private static final String HEAP = "512m";

  private final Children children;
  private final Duration limit;
  private final AtomicInteger started = new AtomicInteger();
  private final Set<Child> atWork = ConcurrentHashMap.newKeySet();

  Compiler(Children children, Duration limit) {
    this.children = children;
    this.limit = limit;
  }

  /**
   * Compiles one text into a folder.
   *
   * @param javaHome of the JDK that does it, or null for the service's own
   * @throws CompilationFailedException with the compiler's messages, or why there was no compiler
   */
  void compile(String text, List<Path> classpath, Path output, @Nullable String javaHome)
      throws CompilationFailedException {
    String name = "compiler-" + started.incrementAndGet();
    Child child = start(name, new JvmSettings(HEAP, List.of(), javaHome));
    atWork.add(child);
    try {
      await(child.ready());
      Compilation wanted = new Compilation(UUID.randomUUID().toString(), text, classpath, output);
      check(await(child.compile(wanted)));
    } finally {
      atWork.remove(child);
      child.exit().thenRun(child::discard);
      child.kill();
    }
  }

  /** Ends the compilations under way. */
  void close() {
    atWork.forEach(Child::kill);
  }

  private Child start(String name, JvmSettings jvm) throws CompilationFailedException {
    try {
      return children.start(new ChildSpec(name, null, jvm, List.of()));
    } catch (StartFailedException e) {
      throw new CompilationFailedException(
          FailureReason.START_FAILED, "No child for the compiler: " + e.getMessage());
    }
  }

  private <T> T await(CompletableFuture<T> answer) throws CompilationFailedException {
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new CompilationFailedException(
          FailureReason.START_FAILED, "No child for the compiler: " + e.getCause());
    } catch (TimeoutException e) {
      throw new CompilationFailedException(
          FailureReason.COMPILE_ERROR,
          "The compiler took longer than " + limit.toSeconds() + " s.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompilationFailedException(FailureReason.START_FAILED, "The service stops.");
    }
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
