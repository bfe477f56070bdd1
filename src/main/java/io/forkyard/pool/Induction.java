package io.forkyard.pool;

import io.forkyard.code.MissingArtifactException;
import io.forkyard.process.Assignment;
import io.forkyard.process.Child;
import io.forkyard.process.Ending;
import io.forkyard.process.StartFailedException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessException;

/** The way of a new child to its first job: it gets ready, then it runs its pool's initializer. */
final class Induction {

  private final Workshop workshop;
  private final Duration limit;

  /**
   * @param limit longest time of an initializer
   */
  Induction(Workshop workshop, Duration limit) {
    this.workshop = workshop;
    this.limit = limit;
  }

  /** Completes when the child takes jobs, or with a {@link StartFailedException}. */
  CompletableFuture<?> induct(Child child, PoolSettings settings) {
    Initializer initializer = settings.initializer();
    return initializer == null
        ? child.ready()
        : child
            .ready()
            .thenRunAsync(() -> initialize(child, initializer), Thread::startVirtualThread);
  }

  /** A child whose initializer has failed may be half made: it serves nobody. */
  private void initialize(Child child, Initializer initializer) {
    boolean done = false;
    try {
      check(await(child.initialize(assignment(child, initializer))), child);
      child.output().clear();
      done = true;
    } catch (CompilationFailedException | TimeoutException e) {
      throw failed(child, String.valueOf(e.getMessage()));
    } catch (MissingArtifactException
        | DataAccessException
        | UncheckedIOException
        | IllegalArgumentException e) {
      throw failed(child, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(child, "the service stops");
    } finally {
      if (!done) {
        child.kill();
      }
    }
  }

  private Assignment assignment(Child child, Initializer initializer)
      throws CompilationFailedException {
    return new Assignment(
        UUID.randomUUID().toString(),
        "",
        0,
        initializer.target(),
        initializer.args(),
        initializer.kwargs(),
        workshop.classpath(initializer, child.spec().jvm().javaHome()),
        0);
  }

  private Ending await(CompletableFuture<Ending> ending)
      throws InterruptedException, TimeoutException {
    try {
      return ending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TimeoutException("it took longer than " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException("A child told no end of its initializer", e);
    }
  }

  private static void check(Ending ending, Child child) {
    switch (ending) {
      case Ending.Returned returned -> {}
      case Ending.Failed failed ->
          throw failed(child, (failed.exception() + " " + failed.message()).strip());
      case Ending.Gone gone ->
          throw new StartFailedException(
              child,
              "the initializer ended the process with exit code " + gone.exit().code(),
              gone.exit().code());
    }
  }

  private static StartFailedException failed(Child child, String why) {
    return new StartFailedException(child, "the initializer failed: " + why, null);
  }
}
