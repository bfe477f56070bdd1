package io.forkyard.queue;

import io.forkyard.line.LeaseTimer;
import io.forkyard.line.Lines;
import io.forkyard.line.Refusal;
import io.forkyard.queue.Exchange.Put;
import io.forkyard.queue.Exchange.Wish;
import io.forkyard.queue.QueueWaiter.Getter;
import io.forkyard.queue.QueueWaiter.Putter;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Persistence;
import io.forkyard.storage.Proviso;
import io.forkyard.storage.RepeatKey;
import io.forkyard.storage.RepeatStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * First in, first out, shared by all: {@code queue.Queue}, {@code multiprocessing.JoinableQueue}.
 * Any thread may call and be blocked. An interrupt ends a blocked put or get, which then has done
 * nothing; the flag stays set.
 *
 * <p>{@code here} tells whether the caller is still there to be answered; it is asked by another
 * thread, and must not block. Nothing is taken for one who is not.
 */
public final class Queues {

  private final QueueStore store;
  private final TakeStore takes;
  private final LeaseTimer timer;
  private final Lines<QueueWaiter<?>, QueueLine> lines;
  private final ChangeSignal signal;
  private final Persistence persistence;
  private final Consumer<QueueEvent> events;
  private final QueueProperties properties;

  Queues(
      QueueStore store,
      TakeStore takes,
      LeaseTimer timer,
      Lines<QueueWaiter<?>, QueueLine> lines,
      ChangeSignal signal,
      Consumer<QueueEvent> events,
      QueueProperties properties) {
    this.store = store;
    this.takes = takes;
    this.timer = timer;
    this.lines = lines;
    this.signal = signal;
    this.persistence = Persistence.of(signal);
    this.events = events;
    this.properties = properties;
  }

  /** Creates a queue where there is none of this name. One that is there stays as it is. */
  public Opening open(String name, QueueSettings wanted) {
    QueueStore.Opened opened = store.open(name, wanted, properties.maxQueues());
    if (opened.queue().isEmpty()) {
      return new Opening.TooMany(properties.maxQueues());
    }
    QueueStatus queue = live(opened.queue().get());
    if (opened.created()) {
      events.accept(new QueueEvent.Opened(name));
      return new Opening.Created(queue);
    }
    return wanted.fit(queue) ? new Opening.Present(queue) : new Opening.Conflict(queue);
  }

  /** The queue of this name. */
  public Optional<QueueStatus> find(String name) {
    return store.find(name).map(this::live);
  }

  /** Queues by name, those behind the given one. */
  public List<QueueStatus> list(String after, int limit) {
    return store.list(after, limit).stream().map(this::live).toList();
  }

  private QueueStatus live(QueueStatus queue) {
    return queue.with(getters(queue.name()), putters(queue.name()));
  }

  /** Callers that are blocked in get. The database is not asked. */
  public int getters(String name) {
    return lines.find(name).map(QueueLine::getters).orElse(0);
  }

  /** Callers that are blocked in put. The database is not asked. */
  public int putters(String name) {
    return lines.find(name).map(QueueLine::putters).orElse(0);
  }

  /**
   * Puts items behind all others, all or none, as soon as there is room.
   *
   * @param items JSON texts
   * @param limit zero for one try
   */
  public Added put(String name, List<String> items, Duration limit, BooleanSupplier here) {
    return put(name, items, null, limit, here);
  }

  /**
   * The same for a request that may come again.
   *
   * @param key of the request, if its caller marked it; it stands for the {@link PutIds} then
   */
  public Added put(
      String name,
      List<String> items,
      @Nullable RepeatKey key,
      Duration limit,
      BooleanSupplier here) {
    PutIds ids = PutIds.next(items.size());
    Put put = new Put(Draft.of(ids, items), RepeatStore.claiming(key, ids.toString()));
    return put(name, new Putter(put, here), limit);
  }

  /**
   * Puts an item of the service's own if there is room now, however large it is.
   *
   * @param proviso is written in the same transaction
   */
  public Added put(String name, String item, Proviso proviso) {
    Put put = new Put(Draft.of(PutIds.next(1), List.of(item)), proviso);
    return put(name, new Putter(put, () -> true), Duration.ZERO);
  }

  private Added put(String name, Putter putter, Duration limit) {
    lines.await(name, putter, limit);
    return putter.outcome();
  }

  /**
   * Takes items from the head as soon as there is one.
   *
   * @param max how many at most
   * @param lease for how long they are lent; null removes them
   * @param limit zero for one try
   */
  public Taken get(
      String name, int max, @Nullable Duration lease, Duration limit, BooleanSupplier here) {
    return get(name, new Wish(max, lease, null), limit, here);
  }

  /**
   * Lends the item at the head to a child JVM. The lease ends with the child too, by {@link
   * Loans#releaseAll}.
   *
   * @param child the id of its process
   */
  public Taken lend(
      String name, Duration lease, String child, Duration limit, BooleanSupplier here) {
    return get(name, new Wish(1, lease, child), limit, here);
  }

  private Taken get(String name, Wish wish, Duration limit, BooleanSupplier here) {
    Getter getter = new Getter(wish, here);
    lines.await(name, getter, limit);
    Taken taken = getter.outcome();
    if (!(taken instanceof Taken.Items(List<Item> items))) {
      return taken;
    }
    Optional.ofNullable(wish.lease()).ifPresent(timer::lent);
    if (Thread.currentThread().isInterrupted()) {
      giveBack(items);
      return new Taken.Refused(Refusal.GAVE_UP);
    }
    return taken;
  }

  /** Makes as if the items had never been taken: they are at the head again, in their order. */
  public void giveBack(List<Item> items) {
    List<Item> back = new ArrayList<>();
    var unused =
        persistence.insist(
            "the return of items to a queue", () -> back.addAll(takes.giveBack(items)));
    back.forEach(item -> events.accept(new QueueEvent.Returned(item.queue())));
    items.stream().map(Item::queue).distinct().forEach(lines::changed);
  }

  /** Counts a put as finished. Whether one was unfinished. */
  public boolean taskDone(String name) {
    OptionalLong left = store.taskDone(name);
    if (left.isPresent() && left.getAsLong() == 0) {
      signal.changed(topic(name));
    }
    return left.isPresent();
  }

  /** The queue as soon as nothing is unfinished, or as it stands after the given time. */
  public Optional<QueueStatus> join(String name, Duration limit) {
    return signal.await(
        topic(name),
        limit,
        () -> find(name),
        queue -> queue.isEmpty() || queue.get().unfinished() == 0);
  }

  /** The items of a queue, in order, with their texts; nothing is taken. */
  public Optional<ItemPage> items(String name, @Nullable Long after, int limit) {
    return store.items(name, ItemState.READY, after, limit);
  }

  /** Items that were lent too often, in the order of their puts. */
  public Optional<ItemPage> deadLetters(String name, @Nullable Long after, int limit) {
    return store.items(name, ItemState.DEAD, after, limit);
  }

  /** Removes all items but the lent ones. Whether the queue is there. */
  public boolean clear(String name) {
    return purge(name, ItemState.READY);
  }

  /** Removes the dead letters. Whether the queue is there. */
  public boolean clearDeadLetters(String name) {
    return purge(name, ItemState.DEAD);
  }

  private boolean purge(String name, ItemState state) {
    boolean known = store.purge(name, state);
    signal.changed(topic(name));
    return changed(name, known);
  }

  /** Refuses puts and gets from now on, also of those who wait. Whether the queue is there. */
  public boolean close(String name) {
    boolean known = store.close(name);
    lines.refuse(name, Refusal.CLOSED);
    return known;
  }

  /** Forgets a queue with its items. Whether it was there. */
  public boolean delete(String name) {
    boolean known = store.delete(name);
    if (known) {
      lines.refuse(name, Refusal.UNKNOWN);
      signal.changed(topic(name));
      events.accept(new QueueEvent.Deleted(name));
    }
    return known;
  }

  private boolean changed(String name, boolean done) {
    if (done) {
      lines.changed(name);
    }
    return done;
  }

  private static String topic(String name) {
    return "queue/" + name;
  }
}
