package io.forkyard.storage;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that waits for a change of what is stored. A topic names what may change, for
 * instance {@code job/ID}; whoever has committed a change says so, and those who wait look again.
 *
 * <p>Where nodes share the database, they tell each other, but for topics that begin with {@link
 * #HERE}.
 */
public final class ChangeSignal implements AutoCloseable {

  /** How a topic begins that concerns nobody on other nodes. */
  public static final String HERE = "here/";

  private static final Logger log = LoggerFactory.getLogger(ChangeSignal.class);
  private static final ScopedValue<Boolean> FOR_CALLER = ScopedValue.newInstance();

  private final ConcurrentHashMap<String, Set<Semaphore>> waiters = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
  private final Ticker ticker;
  private volatile @Nullable Consumer<String> relay;
  private volatile boolean draining;
  private volatile boolean closed;

  /** With the real time. */
  public ChangeSignal() {
    this(Ticker.REAL);
  }

  /** With a time that somebody else drives. */
  public ChangeSignal(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Wakes who waits for this topic, here and on other nodes. Call it after the commit. */
  public void changed(String topic) {
    wake(topic);
    Consumer<String> others = relay;
    if (others != null && !topic.startsWith(HERE)) {
      others.accept(topic);
    }
  }

  /** Whether other nodes may change what is stored, so that nothing can be known without a look. */
  public boolean shared() {
    return relay != null;
  }

  /**
   * Has each change of this node told to others.
   *
   * @param relay called with its topic by the thread that has made it; must not block
   */
  void relayTo(Consumer<String> relay) {
    this.relay = relay;
  }

  /**
   * Hears of changes on other nodes, beside those who wait.
   *
   * @param prefix of the topics
   * @param listener gets the rest of the topic, or nothing when any of them may have been missed;
   *     must not block
   */
  public void onArrival(String prefix, Consumer<String> listener) {
    listeners.put(prefix, listener);
  }

  /** A change on another node. */
  void arrived(String topic) {
    wake(topic);
    listeners.forEach((prefix, listener) -> {
      if (topic.startsWith(prefix)) {
        hear(listener, topic.substring(prefix.length()));
      }
    });
  }

  /** Changes on other nodes may have been missed, so everybody looks. */
  void missed() {
    wakeAll();
    listeners.values().forEach(listener -> hear(listener, ""));
  }

  /** A listener that fails keeps nothing from the others. */
  private static void hear(Consumer<String> listener, String rest) {
    try {
      listener.accept(rest);
    } catch (RuntimeException e) {
      log.warn("A change on another node was not followed: {}", rest, e);
    }
  }

  private void wake(String topic) {
    waiters.getOrDefault(topic, Set.of()).forEach(Semaphore::release);
  }

  /**
   * Looks until what is seen is enough, the time is up, the thread is interrupted (its flag stays
   * set) or the service stops.
   *
   * @return what was seen last
   */
  public <T> T await(String topic, Duration limit, Supplier<T> look, Predicate<T> enough) {
    return await(topic, limit, limit, look, enough);
  }

  /**
   * The same for what may also change unsaid.
   *
   * @param pause the longest time between two looks
   */
  public <T> T await(
      String topic, Duration limit, Duration pause, Supplier<T> look, Predicate<T> enough) {
    long end = ticker.nanoTime() + limit.toNanos();
    Semaphore change = new Semaphore(0);
    join(topic, change);
    try {
      T seen = look.get();
      while (!enough.test(seen) && !over()) {
        long left = end - ticker.nanoTime();
        if (left <= 0) {
          break;
        }
        if (ticker.tryAcquire(change, Math.min(left, pause.toNanos()))) {
          change.drainPermits();
        }
        seen = look.get();
      }
      return seen;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return look.get();
    } finally {
      leave(topic, change);
    }
  }

  /**
   * Runs what waits for a caller from outside. Such waits end as soon as the service begins to
   * stop; those of the service itself and of its jobs go on until it is closed.
   */
  public static <T> T forCaller(Supplier<T> work) {
    return ScopedValue.where(FOR_CALLER, true).call(work::get);
  }

  /** Runs what the service does for itself, though a caller's thread does it. */
  static <T> T forService(Supplier<T> work) {
    return ScopedValue.where(FOR_CALLER, false).call(work::get);
  }

  /** Whether waits of this thread end at once. */
  public boolean over() {
    return closed || draining && FOR_CALLER.orElse(false);
  }

  /** Whether the service has begun to stop. */
  public boolean draining() {
    return draining || closed;
  }

  /** Whether the service stops, and nothing of its own goes on. */
  public boolean closed() {
    return closed;
  }

  /** Ends the waits of callers. */
  public void drain() {
    draining = true;
    wakeAll();
  }

  /** Ends all waits; those that come later look once. */
  @Override
  public void close() {
    closed = true;
    wakeAll();
  }

  private void wakeAll() {
    waiters.keySet().forEach(this::wake);
  }

  private void join(String topic, Semaphore change) {
    waiters.compute(
        topic,
        (key, set) -> {
          Set<Semaphore> joined = set == null ? ConcurrentHashMap.newKeySet() : set;
          joined.add(change);
          return joined;
        });
  }

  private void leave(String topic, Semaphore change) {
    waiters.computeIfPresent(
        topic,
        (key, set) -> {
          set.remove(change);
          return set.isEmpty() ? null : set;
        });
  }
}
