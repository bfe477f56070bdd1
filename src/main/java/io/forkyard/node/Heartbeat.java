package io.forkyard.node;

import io.forkyard.storage.Database;
import io.forkyard.storage.SharedClock;
import io.forkyard.storage.Silence;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

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
    nodes.rescue();
    if (database.shared()) {
      every(beats, silence.beat(), this::beat);
      every(looks, LOOK, nodes::watch);
    }
  }

  private static void every(ScheduledExecutorService thread, Duration pause, Runnable work) {
    var unused = thread.scheduleWithFixedDelay(work, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    nodes.beat();
    try {
      clock.follow(database);
    } catch (DataAccessException e) {
      log.debug("The clocks are not compared", e);
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
    if (database.shared()) {
      nodes.leave();
    }
  }
}
