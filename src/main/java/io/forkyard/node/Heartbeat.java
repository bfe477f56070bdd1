package io.forkyard.node;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.forkyard.storage.Database;
import io.forkyard.storage.SharedClock;
import io.forkyard.storage.Silence;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The life of a node among others: from the start of the service until all is stopped, also while
 * what runs is given time to end.
 */
final class Heartbeat implements SmartLifecycle, AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(200);

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private final Nodes nodes;
  private final Silence silence;
  private final Database database;
  private final SharedClock clock;
  private final ScheduledExecutorService beats = thread("node-beat");
  private final ScheduledExecutorService looks = thread("node-watch");

  /** One that runs and one that waits; as many as beats would not help more. */
  private final ExecutorService settling =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          MILLISECONDS,
          new ArrayBlockingQueue<>(1),
          Thread.ofPlatform().name("node-settle").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private volatile boolean running;

  /**
   * Has not begun.
   *
   * @param database where there may be others, to whom signs of life are given
   * @param clock kept at the time of the database
   */
  Heartbeat(Nodes nodes, Silence silence, Database database, SharedClock clock) {
    this.nodes = nodes;
    this.silence = silence;
    this.database = database;
    this.clock = clock;
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name(name).factory());
  }

  /** When what the last service in this place left is settled. */
  @Override
  public void start() {
    running = true;
    if (database.shared()) {
      beats.execute(this::beat);
      var unused = looks.scheduleWithFixedDelay(nodes::watch, 0, LOOK.toMillis(), MILLISECONDS);
    }
    nodes.rescue();
  }

  /** Nothing else is done here: whatever reads may wait longer than this node may be silent. */
  private void beat() {
    boolean given = nodes.beat();
    if (given) {
      settling.execute(this::settle);
    }
    if (!beats.isShutdown()) {
      var unused = beats.schedule(this::beat, silence.next(given).toMillis(), MILLISECONDS);
    }
  }

  private void settle() {
    try {
      nodes.rescue();
      clock.follow(database);
    } catch (RuntimeException e) {
      log.warn("Lost nodes are not settled, or clocks not compared, now: {}", e.toString());
    }
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
    settling.shutdownNow();
    if (database.shared()) {
      nodes.leave();
    }
  }
}
