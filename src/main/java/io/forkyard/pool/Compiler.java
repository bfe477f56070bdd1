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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Compiles a source in a child that serves nothing else. */
final class Compiler {

  private static final JvmSettings JVM = new JvmSettings("512m", List.of(), null);

  private final Children children;
  private final Duration limit;
  private final AtomicInteger started = new AtomicInteger();

  Compiler(Children children, Duration limit) {
    this.children = children;
    this.limit = limit;
  }

  /**
   * Compiles one text into a folder.
   *
   * @throws CompilationFailedException with the compiler's messages, or why there was no compiler
   */
  void compile(String text, List<Path> classpath, Path output) throws CompilationFailedException {
    String name = "compiler-" + started.incrementAndGet();
    Child child = start(name);
    try {
      await(child.ready());
      Compilation wanted = new Compilation(UUID.randomUUID().toString(), text, classpath, output);
      check(await(child.compile(wanted)));
    } finally {
      child.exit().thenRun(child::discard);
      child.kill();
    }
  }

  private Child start(String name) throws CompilationFailedException {
    try {
      return children.start(new ChildSpec(name, null, JVM, List.of()));
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
