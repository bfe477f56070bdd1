package io.forkyard.queue;

import io.forkyard.Coupled;
import io.forkyard.DrivenClock;
import io.forkyard.line.Crowd;
import io.forkyard.line.LeaseTimer;
import io.forkyard.line.Lines;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.TestDatabase;
import io.forkyard.storage.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Queues on a database of their own, with a clock that the test drives. */
public final class TestQueues implements AutoCloseable {

  private static final String LEASES = "leases";
  static final Duration LONG = Duration.ofMinutes(5);

  private static final QueueProperties SMALL =
      new QueueProperties(
          100,
          1000,
          DataSize.ofKilobytes(64),
          DataSize.ofKilobytes(1),
          100,
          Duration.ofHours(12),
          50,
          40);

  private final TestDatabase database;
  private final DrivenClock clock;
  private final boolean guest;
  private final Ticker ticker;
  private final List<QueueEvent> events = new ArrayList<>();
  private final QueueProperties properties;
  private List<String> told = List.of();
  volatile boolean deaf;

  /** Done by whoever hears of an event. */
  volatile Runnable listening = () -> {};

  private LeaseTimer timer;
  ChangeSignal signal;
  public Queues queues;
  public Loans loans;

  public TestQueues() {
    this(SMALL);
  }

  /** With waits that run out by this time. */
  TestQueues(Ticker ticker) {
    this(SMALL, ticker);
  }

  TestQueues(QueueProperties properties) {
    this(properties, Ticker.REAL);
  }

  TestQueues(QueueProperties properties, Ticker ticker) {
    this(TestDatabase.open(), false, new DrivenClock(), properties, ticker);
  }

  private TestQueues(
      TestDatabase database,
      boolean guest,
      DrivenClock clock,
      QueueProperties properties,
      Ticker ticker) {
    this.database = database;
    this.guest = guest;
    this.clock = clock;
    this.properties = properties;
    this.ticker = ticker;
    start();
  }

  /** Another node on the same database; to be closed before this one. */
  TestQueues beside() {
    TestQueues other = new TestQueues(database, true, clock, properties, ticker);
    other.told = told = Coupled.signals(signal, other.signal);
    return other;
  }

  /** The topics of changes that nodes have told each other. */
  List<String> told() {
    return told;
  }

  /** Tells others nothing any more. */
  void deafen() {
    Coupled.cut(signal);
  }

  /** Hears that something may have been missed. */
  void miss() {
    Coupled.missed(signal);
  }

  /** Does nothing by itself any more. */
  void stop() {
    timer.stop();
  }

  /** As the service has them where nothing is set. */
  static TestQueues withDefaults() {
    return new TestQueues(
        new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("forkyard.queue", QueueProperties.class));
  }

  /** What a new service on the same data would be. */
  void restart() {
    signal.close();
    timer.stop();
    start();
  }

  private void start() {
    signal = new ChangeSignal(ticker);
    TakeStore takes = new TakeStore(database.database());
    LeaseStore leases = new LeaseStore(database.database(), clock);
    ExchangeStore exchanges = new ExchangeStore(database.database(), takes, clock, properties);
    Lines<QueueWaiter<?>, QueueLine> lines =
        new Lines<>(
            "queue",
            (kind, queue) -> new QueueLine(kind, queue, exchanges, signal, this::record),
            signal,
            new Crowd(properties.maxWaiters(), properties.maxWaitersPerQueue()));
    timer = new LeaseTimer(LEASES, leases, lines, signal, clock);
    queues =
        new Queues(
            new QueueStore(database.database()),
            takes,
            timer,
            lines,
            signal,
            this::record,
            properties);
    loans = new Loans(leases, timer, lines);
    timer.start();
  }

  private synchronized void record(QueueEvent event) {
    listening.run();
    if (deaf) {
      throw new IllegalStateException("nobody listens");
    }
    events.add(event);
  }

  /** Moves the clock and tells those who wait for it. */
  void pass(Duration time) {
    clock.pass(time);
    signal.changed(ChangeSignal.HERE + LEASES);
  }

  /** Moves the clock and tells nobody. */
  void passUnnoticed(Duration time) {
    clock.pass(time);
  }

  /** Waits until the queue looks like this. */
  QueueStatus until(String queue, Predicate<QueueStatus> enough) {
    QueueStatus seen = queues.find(queue).orElseThrow();
    while (!enough.test(seen)) {
      Thread.onSpinWait();
      seen = queues.find(queue).orElseThrow();
    }
    return seen;
  }

  public void open(String queue, int maxsize) {
    queues.open(queue, new QueueSettings(maxsize, null));
  }

  public Added put(String queue, String... items) {
    return queues.put(queue, List.of(items), Duration.ZERO, () -> true);
  }

  Taken get(String queue) {
    return queues.get(queue, 1, null, Duration.ZERO, () -> true);
  }

  /** What a get without waiting finds, as text; empty for nothing. */
  String next(String queue) {
    return text(get(queue));
  }

  Item lend(String queue, Duration lease) {
    return ((Taken.Items) queues.get(queue, 1, lease, Duration.ZERO, () -> true))
        .items()
        .getFirst();
  }

  static String text(Taken taken) {
    return taken instanceof Taken.Items(List<Item> items)
        ? String.join(" ", items.stream().map(Item::json).toList())
        : taken.toString();
  }

  static <T> CompletableFuture<T> async(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().start(task));
  }

  static <T> T soon(CompletableFuture<T> value)
      throws InterruptedException, ExecutionException, TimeoutException {
    return value.get(1, TimeUnit.MINUTES);
  }

  @Override
  public void close() throws IOException {
    signal.close();
    timer.stop();
    if (!guest) {
      database.close();
    }
  }
}
