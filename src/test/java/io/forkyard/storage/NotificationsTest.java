package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Two nodes that tell each other of changes by a real PostgreSQL. */
class NotificationsTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String LISTENS = "forkyard listens";
  private static final String TELLS = "forkyard tells";
  private static final String OF_NAME =
      " FROM pg_stat_activity WHERE datname = current_database() AND application_name = ?";

  private final ChangeSignal here = new ChangeSignal();
  private final ChangeSignal there = new ChangeSignal();
  private final AtomicInteger value = new AtomicInteger();
  private final List<Notifications> running = new ArrayList<>();
  private HikariDataSource pool;
  private DataSource single;

  @BeforeEach
  void open() {
    assumeTrue(TestPostgres.wanted(), "the embedded database has one service");
    pool = Dialect.postgresql(TestPostgres.newDatabase(), "postgres", null);
    single = pool.getDataSource();
  }

  @AfterEach
  void close() {
    running.forEach(Notifications::close);
    if (pool != null) {
      pool.close();
    }
  }

  private Notifications start(DataSource source, ChangeSignal signal) {
    Notifications notifications = new Notifications(source, signal, () -> true);
    running.add(notifications);
    notifications.start();
    return notifications;
  }

  /** Both listen when this returns. */
  private void startBoth() {
    until(start(single, here), true);
    until(start(single, there), true);
  }

  private static void until(Notifications notifications, boolean listening) {
    while (notifications.listening() != listening) {
      Thread.onSpinWait();
    }
  }

  private CompletableFuture<Integer> waiter(ChangeSignal signal, String topic) {
    BlockingQueue<Integer> looked = new LinkedBlockingQueue<>();
    CompletableFuture<Integer> waiter =
        CompletableFuture.supplyAsync(
            () -> signal.await(topic, LONG, () -> look(looked), seen -> seen == 1),
            task -> Thread.ofVirtual().start(task));
    take(looked);
    return waiter;
  }

  private int look(BlockingQueue<Integer> looked) {
    int seen = value.get();
    looked.add(seen);
    return seen;
  }

  private static <T> T take(BlockingQueue<T> values) {
    try {
      T value = values.poll(1, TimeUnit.MINUTES);
      assertThat(value).isNotNull();
      return value;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int count(String name) {
    return JdbcClient.create(single)
        .sql("SELECT COUNT(*)" + OF_NAME)
        .param(name)
        .query(Integer.class)
        .single();
  }

  private void kill(String name) {
    JdbcClient.create(single)
        .sql("SELECT pg_terminate_backend(pid)" + OF_NAME)
        .param(name)
        .query(Boolean.class)
        .list();
  }

  @Test
  void aChangeArrivesAtTheOtherNodeAndNotAtItsOwn() {
    BlockingQueue<String> heardHere = new LinkedBlockingQueue<>();
    BlockingQueue<String> heardThere = new LinkedBlockingQueue<>();
    startBoth();
    here.onArrival("job/", heardHere::add);
    there.onArrival("job/", heardThere::add);
    CompletableFuture<Integer> waiter = waiter(there, "job/1");

    value.set(1);
    here.changed("job/1");
    there.changed("job/2");

    assertThat(waiter.join()).isOne();
    assertThat(heard(heardThere)).isEqualTo("1");
    assertThat(heard(heardHere)).isEqualTo("2");
    assertThat(heardThere).isEmpty();
  }

  /** Beside the looks that follow the beginning. */
  private static String heard(BlockingQueue<String> topics) {
    String topic = take(topics);
    return topic.isEmpty() ? heard(topics) : topic;
  }

  @Test
  void manyChangesAllArrive() {
    Set<String> missing = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 5000).forEach(n -> missing.add("queue-with-a-rather-long-name-" + n));
    List<String> topics = List.copyOf(missing);
    startBoth();
    CompletableFuture<Void> all = new CompletableFuture<>();
    there.onArrival(
        "line/queue/",
        name -> {
          missing.remove(name);
          if (missing.isEmpty()) {
            all.complete(null);
          }
        });

    topics.forEach(name -> here.changed("line/queue/" + name));

    assertThat(all.orTimeout(1, TimeUnit.MINUTES)).succeedsWithin(LONG);
  }

  @Test
  void aNodeThatWasCutOffListensAgainAndLooks() {
    startBoth();
    CompletableFuture<Integer> waiter = waiter(there, "job/1");

    value.set(1);
    kill(LISTENS);

    assertThat(waiter.join()).isOne();
    running.forEach(notifications -> until(notifications, true));
    value.set(0);
    CompletableFuture<Integer> next = waiter(there, "job/2");
    value.set(1);
    here.changed("job/2");
    assertThat(next.join()).isOne();
  }

  @Test
  void whatCouldNotBeToldIsToldLater() {
    startBoth();
    CompletableFuture<Integer> first = waiter(there, "job/1");
    value.set(1);
    here.changed("job/1");
    assertThat(first.join()).isOne();
    value.set(0);
    CompletableFuture<Integer> waiter = waiter(there, "job/2");

    kill(TELLS);
    value.set(1);
    here.changed("job/2");

    assertThat(waiter.join()).isOne();
  }

  /** The server has no connection to spare for it, but reads and writes go on. */
  @Test
  void whoCannotListenLooksEachSecond() {
    AtomicBoolean refusing = new AtomicBoolean(true);
    Notifications notifications = start(refusing(refusing), there);
    CompletableFuture<Integer> waiter = waiter(there, "job/1");

    value.set(1);

    assertThat(waiter.join()).isOne();
    assertThat(notifications.listening()).isFalse();
    refusing.set(false);
    until(notifications, true);
  }

  @Test
  void whileTheDatabaseIsAwayNobodyLooks() {
    AtomicInteger asked = new AtomicInteger();
    AtomicBoolean there = new AtomicBoolean();
    Notifications notifications =
        new Notifications(
            refusing(new AtomicBoolean(true)),
            here,
            () -> asked.incrementAndGet() > 0 && there.get());
    running.add(notifications);
    AtomicInteger looks = new AtomicInteger();
    here.onArrival("job/", topic -> looks.incrementAndGet());
    notifications.start();

    while (asked.get() < 3) {
      Thread.onSpinWait();
    }
    assertThat(looks).hasValue(0);
    there.set(true);
    while (looks.get() == 0) {
      Thread.onSpinWait();
    }
  }

  private DataSource refusing(AtomicBoolean refusing) {
    return new DelegatingDataSource(single) {
      @Override
      public java.sql.Connection getConnection() throws SQLException {
        if (refusing.get()) {
          throw new SQLException("too many connections");
        }
        return super.getConnection();
      }
    };
  }

  @Test
  void aNodeHasTwoConnectionsForItAndNoneAfterIt() {
    startBoth();
    CompletableFuture<Integer> waiter = waiter(there, "job/1");
    value.set(1);
    here.changed("job/1");
    waiter.join();

    assertThat(count(LISTENS)).isEqualTo(2);
    assertThat(count(TELLS)).isLessThanOrEqualTo(2);
    assertThat(connections()).isLessThanOrEqualTo(4);

    running.forEach(Notifications::close);
    while (connections() > 0) {
      Thread.onSpinWait();
    }
  }

  /** But for the one that asks. */
  private int connections() {
    return JdbcClient.create(single)
        .sql(
            "SELECT COUNT(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .query(Integer.class)
        .single();
  }

  @Test
  void whatIsToldLastIsToldBeforeANodeGoes() {
    startBoth();
    CompletableFuture<Integer> waiter = waiter(there, "job/1");

    value.set(1);
    here.changed("job/1");
    running.getFirst().close();

    assertThat(waiter.join()).isOne();
  }

  /** A figure for who reads along; nothing is asserted of time. */
  @Test
  void howLongAChangeTakes() {
    startBoth();
    long[] micros = new long[200];
    for (int n = 0; n < micros.length; n++) {
      value.set(0);
      CompletableFuture<Integer> waiter = waiter(there, "job/" + n);
      long begin = System.nanoTime();
      value.set(1);
      here.changed("job/" + n);
      assertThat(waiter.join()).isOne();
      micros[n] = (System.nanoTime() - begin) / 1000;
    }
    Arrays.sort(micros);
    System.out.printf("wake-up on another node: p50 %d us, p99 %d us%n", micros[100], micros[198]);
  }
}
