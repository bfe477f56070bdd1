package io.forkyard.node;

import io.forkyard.storage.Silence;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/**
 * The life of a node among others: from the start of the service until all is stopped, also while
 * what runs is given time to end.
 */
final class Heartbeat implements SmartLifecycle, AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Nodes nodes;
  private final Silence silence;
  private final boolean shared;
  private final ScheduledExecutorService beats = thread("node-beat");
  private final ScheduledExecutorService looks = thread("node-watch");
  private volatile boolean running;

  /**
   * Has not begun.
   *
   * @param shared whether there may be others, to whom signs of life are given
   */
  Heartbeat(Nodes nodes, Silence silence, boolean shared) {
    this.nodes = nodes;
    this.silence = silence;
    this.shared = shared;
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name(name).factory());
  }

  /** When what the last service in this place left is settled. */
  @Override
  public void start() {
    running = true;
    nodes.rescue();
    if (shared) {
      every(beats, silence.beat(), nodes::beat);
      every(looks, LOOK, nodes::watch);
    }
  }

  private static void every(ScheduledExecutorService thread, Duration pause, Runnable work) {
    var unused = thread.scheduleWithFixedDelay(work, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Not yet: children may be there still. */
  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** A node does not pause. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  /** After the pools and processes, which settle what the last service in this place left. */
  @Override
  public int getPhase() {
    return 2;
  }

  @Override
  public void close() {
    looks.shutdownNow();
    beats.shutdownNow();
    if (shared) {
      nodes.leave();
    }
  }
}
