package io.forkyard.lock;

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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Shared things on a database of their own, with a clock that the test drives. */
public final class TestLocks implements AutoCloseable {

  public static final Duration LONG = Duration.ofMinutes(5);
  static final Duration LEASE = Duration.ofSeconds(30);
  static final Holder CALLER = new Holder.Caller("127.0.0.1", LEASE);

  private static final String LEASES = "leases";

  public final TestDatabase database;
  private final DrivenClock clock;
  private final boolean guest;
  private final Ticker ticker;
  private final LockProperties properties =
      new LockProperties(5, 5, 5, LEASE, Duration.ofHours(1), 12, 10);
  private LeaseTimer timer;
  public ChangeSignal signal;
  public Locks locks;
  public Semaphores semaphores;
  Events events;
  public Holdings holdings;

  public TestLocks() {
    this(Ticker.REAL);
  }

  /** With waits that run out by this time. */
  TestLocks(Ticker ticker) {
    this(TestDatabase.open(), false, new DrivenClock(), ticker);
  }

  private TestLocks(TestDatabase database, boolean guest, DrivenClock clock, Ticker ticker) {
    this.database = database;
    this.guest = guest;
    this.clock = clock;
    this.ticker = ticker;
    start();
  }

  /** Another node on the same database; to be closed before this one. */
  TestLocks beside() {
    TestLocks other = new TestLocks(database, true, clock, ticker);
    Coupled.signals(signal, other.signal);
    return other;
  }

  /** Tells others nothing any more. */
  void deafen() {
    Coupled.cut(signal);
  }

  /** Does nothing by itself any more. */
  void stop() {
    timer.stop();
  }

  /** What a new service on the same data would be. */
  void restart() {
    signal.close();
    timer.stop();
    start();
  }

  private void start() {
    signal = new ChangeSignal(ticker);
    LockConfiguration configuration = new LockConfiguration();
    Crowd crowd = configuration.lockCrowd(properties);
    GrantStore store = configuration.grantStore(database.database(), clock);
    Lines<LockSeeker, SharedLine<LockSeeker, Optional<Acquired>>> lines =
        configuration.lockLines(store, signal, crowd);
    timer = new LeaseTimer(LEASES, store, lines, signal, clock);
    locks = configuration.locks(database.database(), store, timer, lines, signal, properties);
    semaphores = configuration.semaphores(database.database(), signal, crowd, properties);
    events = configuration.events(database.database(), signal, crowd, properties);
    holdings = configuration.holdings(locks, semaphores);
    timer.start();
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

  public LockStatus lock(String name) {
    return locks.find(name).orElseThrow();
  }

  public SemaphoreStatus semaphore(String name) {
    return semaphores.find(name).orElseThrow();
  }

  EventStatus event(String name) {
    return events.find(name).orElseThrow();
  }

  /** One try. */
  Acquired acquire(String name) {
    return locks.acquire(name, CALLER, null, Duration.ZERO, () -> true);
  }

  public Grant grant(String name) {
    return granted(acquire(name));
  }

  static Grant granted(Acquired acquired) {
    return ((Acquired.Granted) acquired).grant();
  }

  /** Who is blocked when this returns. */
  CompletableFuture<Acquired> waiter(String name, BooleanSupplier here) {
    int before = lock(name).waiters();
    CompletableFuture<Acquired> acquired =
        async(() -> locks.acquire(name, CALLER, null, LONG, here));
    until(() -> lock(name).waiters() == before + 1);
    return acquired;
  }

  public CompletableFuture<Acquired> waiter(String name) {
    return waiter(name, () -> true);
  }

  Permit permit(String name) {
    return semaphores.acquire(name, null, Duration.ZERO, () -> true);
  }

  public CompletableFuture<Permit> permitWaiter(String name) {
    int before = semaphore(name).waiters();
    CompletableFuture<Permit> permit =
        async(() -> semaphores.acquire(name, null, LONG, () -> true));
    until(() -> semaphore(name).waiters() == before + 1);
    return permit;
  }

  CompletableFuture<Awaited> eventWaiter(String name) {
    int before = event(name).waiters();
    CompletableFuture<Awaited> awaited = async(() -> events.await(name, LONG, () -> true));
    until(() -> event(name).waiters() == before + 1);
    return awaited;
  }

  public static void until(BooleanSupplier reached) {
    while (!reached.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  public static <T> CompletableFuture<T> async(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().start(task));
  }

  public static <T> T soon(CompletableFuture<T> value)
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
