package io.forkyard.pool;

import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of this node. Their rows are the truth, on whichever node they were changed; each row
 * that is seen here is followed by the pool of its name. A thread sees them all as soon as another
 * node says that it has changed one, and every now and then.
 *
 * <pre>
 *   row           no pool here   of another life             of the same life
 *   there         begin          end the old one, begin      resize, become, terminate
 *   not there     -              end                         end
 * </pre>
 *
 * <p>Any thread may call.
 */
final class PoolFollower {

  /** Says that some pool's row has changed. */
  private static final String TOPIC = "pools";

  /** Begins a topic which says that the pool of a name may have something to hand out. */
  private static final String WORK = "work/";

  private static final Duration FOREVER = Duration.ofDays(10_000);

  private static final Logger log = LoggerFactory.getLogger(PoolFollower.class);

  private final PoolStore store;
  private final Staff staff;
  private final Consumer<PoolEvent> events;

  /** The longest time between two looks at all rows. */
  private final Duration pause;

  /** Held while a row is changed or read and followed: what comes first there comes first here. */
  private final ReentrantLock changing = new ReentrantLock();

  private final Map<String, Followed> pools = new ConcurrentSkipListMap<>();

  /** Guarded by the lock. */
  private boolean ended;

  PoolFollower(PoolStore store, Staff staff, Consumer<PoolEvent> events, Duration pause) {
    this.store = store;
    this.staff = staff;
    this.events = events;
    this.pause = pause;
  }

  /** The topic that tells other nodes of work for a pool which this one has no place for. */
  static String work(String pool) {
    return WORK + pool;
  }

  /** The pool of this name, as far as this node knows. */
  @Nullable Followed known(String name) {
    return pools.get(name);
  }

  /** All pools that this node knows of. */
  Collection<Followed> known() {
    return pools.values();
  }

  /** The pool of this name. */
  Optional<Followed> find(String name) {
    return Optional.ofNullable(follow(name, () -> store.find(name)));
  }

  /** All pools by name. */
  List<Followed> all() {
    followAll();
    return List.copyOf(pools.values());
  }

  /**
   * Changes a pool's row and follows it.
   *
   * @param change what is done in the store; gives the row after it, null when there is none
   */
  @Nullable Followed change(String name, Supplier<PoolStore.@Nullable Row> change) {
    try {
      return follow(name, change);
    } finally {
      staff.signal().changed(TOPIC);
    }
  }

  private @Nullable Followed follow(String name, Supplier<PoolStore.@Nullable Row> look) {
    changing.lock();
    try {
      PoolStore.Row row = look.get();
      if (row == null) {
        forget(name);
        return null;
      }
      return follow(row);
    } finally {
      changing.unlock();
    }
  }

  private void followAll() {
    changing.lock();
    try {
      List<PoolStore.Row> rows = store.all();
      Set<String> gone = new TreeSet<>(pools.keySet());
      rows.forEach(row -> gone.remove(row.name()));
      gone.forEach(this::forget);
      rows.forEach(this::follow);
    } finally {
      changing.unlock();
    }
  }

  private @Nullable Followed follow(PoolStore.Row row) {
    Followed known = pools.get(row.name());
    if (ended) {
      return known;
    }
    Followed now =
        known != null && known.row().life().equals(row.life())
            ? known.follow(row)
            : begin(row, known);
    pools.put(row.name(), now);
    return now;
  }

  /** Nothing runs in the old one, or its row could not have gone. */
  private Followed begin(PoolStore.Row row, @Nullable Followed old) {
    if (old != null) {
      old.pool().end();
    }
    Pool pool = new Pool(row.name(), row.state(), row.settings(), staff);
    events.accept(new PoolEvent.Opened(row.name()));
    if (row.joined()) {
      pool.rest();
    } else {
      pool.start();
      pool.look();
    }
    return Followed.begun(pool, row);
  }

  private void forget(String name) {
    Followed old = pools.remove(name);
    if (old != null) {
      events.accept(new PoolEvent.Deleted(name));
      old.pool().end();
    }
  }

  /** Begins all pools that are stored, and follows them from here on. */
  void start(PoolSettings defaults) {
    store.create(Pools.DEFAULT, defaults);
    followAll();
    ChangeSignal signal = staff.signal();
    signal.onArrival(WORK, this::look);
    signal.onArrival(Pool.TOPIC, this::look);
    Thread.ofVirtual()
        .name("pool-follower")
        .start(() -> signal.await(TOPIC, FOREVER, pause, this::lookAround, never -> false));
  }

  /** What is told to no node is seen here: the work of one that is gone, or of a lost signal. */
  private boolean lookAround() {
    try {
      followAll();
      staff.attempts().waiting().forEach(this::look);
    } catch (RuntimeException e) {
      log.debug("The pools could not be followed, it will be tried again", e);
    }
    return true;
  }

  /** Without a name all look, since it may be any. */
  private void look(String name) {
    if (name.isEmpty()) {
      pools.values().forEach(known -> known.pool().look());
    } else if (pools.get(name) instanceof Followed known) {
      known.pool().look();
    }
  }

  /** Any pool may have something to run again. */
  void wake() {
    pools.values().forEach(known -> known.pool().wake());
  }

  /** Ends all pools, and begins none any more. */
  List<Pool> end() {
    changing.lock();
    try {
      ended = true;
    } finally {
      changing.unlock();
    }
    return pools.values().stream().map(Followed::pool).toList();
  }
}
