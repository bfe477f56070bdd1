package io.forkyard.pool;

import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The first step of a stop. Callers who wait are answered, no more jobs are handed out, and what
 * runs gets time to end; what is left then is stopped. No child is left when the web server ends.
 */
final class Drain implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  private final ChangeSignal signal;
  private final Pools pools;
  private final OwnProcesses processes;
  private final Running running;
  private final Duration limit;
  private volatile boolean started;

  Drain(ChangeSignal signal, Pools pools, OwnProcesses processes, Running running, Duration limit) {
    this.signal = signal;
    this.pools = pools;
    this.processes = processes;
    this.running = running;
    this.limit = limit;
  }

  @Override
  public void start() {
    started = true;
  }

  @Override
  public void stop() {
    started = false;
    signal.drain();
    try {
      await(System.nanoTime() + limit.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    signal.close();
    processes.stop();
    pools.stop();
  }

  /** What was claimed a moment before is seen by another look. */
  private void await(long end) throws InterruptedException {
    CompletableFuture<?>[] left = left();
    while (left.length > 0) {
      log.info(
          "{} jobs, chunks of maps and processes run; they may end by themselves", left.length);
      try {
        CompletableFuture.allOf(left).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        log.debug("An end is not stored", e);
      } catch (TimeoutException e) {
        log.info("The time to end by themselves is over");
        return;
      }
      left = left();
    }
  }

  private CompletableFuture<?>[] left() {
    return Stream.concat(
            running.all().stream().map(Run::settled),
            processes.all().stream().map(ProcessRun::settled))
        .filter(settled -> !settled.isDone())
        .toArray(CompletableFuture[]::new);
  }

  /** A stop is for good: children and waiters do not come back. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public boolean isRunning() {
    return started;
  }

  /** Started last, so stopped first. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
