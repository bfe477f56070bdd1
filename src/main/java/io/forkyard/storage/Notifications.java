package io.forkyard.storage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the changes of this node to the others that share its PostgreSQL, and hears of theirs. Two
 * connections of its own: one listens, the other one tells.
 *
 * <pre>
 *   changed --> outbox --> teller --NOTIFY--> PostgreSQL --LISTEN--> listener --> arrived
 * </pre>
 *
 * <p>What is told while somebody does not listen is lost for him. So all who wait look once when
 * this node begins to listen, and each second until then, as long as the database answers.
 */
final class Notifications implements AutoCloseable {

  /** How late a change is seen at most while nobody listens. */
  private static final Duration LATE = Duration.ofSeconds(1);

  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  /** Between two messages, so that a busy node tells many changes at once. */
  private static final Duration BREATH = Duration.ofMillis(2);

  private static final Duration IDLE = Duration.ofHours(1);
  private static final String TELL = ChangeSignal.HERE + "notifications/tell";
  private static final String PAUSE = ChangeSignal.HERE + "notifications/pause";
  private static final Logger log = LoggerFactory.getLogger(Notifications.class);

  private final String sender = UUID.randomUUID().toString();
  private final DataSource source;
  private final ChangeSignal signal;
  private final BooleanSupplier answers;
  private final Outbox outbox = new Outbox();
  private final Thread listener = thread("db-listener", this::listen);
  private final Thread teller = thread("db-teller", this::tell);
  private volatile boolean listening;

  /** Something may have been missed, and nobody has looked since. */
  private volatile boolean unseen;

  private volatile boolean closed;

  /** The listener's; closed by others to wake it. */
  private volatile @Nullable NotifyConnection ear;

  /**
   * Tells nothing before it is started.
   *
   * @param source of connections to PostgreSQL
   * @param answers whether reads and writes have a chance to succeed, so that looking makes sense
   */
  Notifications(DataSource source, ChangeSignal signal, BooleanSupplier answers) {
    this.source = source;
    this.signal = signal;
    this.answers = answers;
    signal.relayTo(this::add);
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).unstarted(work);
  }

  private void add(String topic) {
    outbox.add(topic);
    signal.changed(TELL);
  }

  void start() {
    listener.start();
    teller.start();
    Thread.ofVirtual().name("db-looker").start(this::look);
  }

  /** Whether changes of others are heard of. */
  boolean listening() {
    return listening;
  }

  private boolean over() {
    return closed || signal.closed();
  }

  private void listen() {
    while (!over()) {
      try (NotifyConnection connection = new NotifyConnection(source, "forkyard listens")) {
        ear = connection;
        connection.listen();
        awaitAnswers();
        begun();
        while (!over()) {
          connection.heard().forEach(this::arrived);
        }
      } catch (SQLException e) {
        lost(e);
      }
      pause(AFTER_FAILURE);
    }
  }

  /** What arrives makes others read and write, so that has to be possible again first. */
  private void awaitAnswers() {
    while (!over() && !answers.getAsBoolean()) {
      pause(AFTER_FAILURE);
    }
  }

  private void begun() {
    unseen = true;
    listening = true;
    log.info("Changes of other nodes are heard of");
  }

  private void lost(SQLException why) {
    if (listening && !over()) {
      log.warn("Changes of other nodes are looked for each second: {}", why.toString());
    }
    listening = false;
  }

  private void arrived(String payload) {
    for (String topic : Outbox.topics(sender, payload)) {
      if (topic.equals(Outbox.MISSED)) {
        unseen = true;
      } else {
        signal.arrived(topic);
      }
    }
  }

  private void look() {
    while (!over()) {
      if ((unseen || !listening) && answers.getAsBoolean()) {
        unseen = false;
        signal.missed();
      }
      pause(LATE);
    }
  }

  private void tell() {
    while (!over()) {
      try (NotifyConnection connection = new NotifyConnection(source, "forkyard tells")) {
        while (!over()) {
          tell(connection, next());
          pause(BREATH);
        }
        tell(connection, outbox.take());
      } catch (SQLException e) {
        outbox.missed();
        pause(AFTER_FAILURE);
      }
    }
  }

  private Collection<String> next() {
    return signal.await(TELL, IDLE, outbox::take, found -> !found.isEmpty() || closed);
  }

  private void tell(NotifyConnection connection, Collection<String> topics) throws SQLException {
    if (!topics.isEmpty()) {
      connection.tell(Outbox.payloads(sender, topics));
    }
  }

  private void pause(Duration time) {
    signal.await(PAUSE, time, () -> closed, over -> over);
  }

  /** Tells what is left, if the database answers soon; nothing is told or heard afterwards. */
  @Override
  public void close() {
    closed = true;
    signal.changed(TELL);
    signal.changed(PAUSE);
    NotifyConnection connection = ear;
    if (connection != null) {
      connection.abort();
    }
    join(teller);
    join(listener);
  }

  private static void join(Thread thread) {
    try {
      thread.join(LATE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
