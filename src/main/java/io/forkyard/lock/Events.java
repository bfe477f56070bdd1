package io.forkyard.lock;

import io.forkyard.line.Lines;
import io.forkyard.line.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * {@code threading.Event}, as a manager shares it: {@code set} ends all waits that have begun, also
 * when {@code clear} follows at once. Any thread may call and be blocked; interrupts and {@code
 * here} are as for {@link Locks}.
 */
public final class Events {

  private final EventStore store;
  private final Lines<EventWaiter, SharedLine<EventWaiter, Awaited>> lines;
  private final int most;

  Events(EventStore store, Lines<EventWaiter, SharedLine<EventWaiter, Awaited>> lines, int most) {
    this.store = store;
    this.lines = lines;
    this.most = most;
  }

  /** Creates an event, not set, where there is none of this name. One that is there stays. */
  public Opening<EventStatus> open(String name) {
    EventStore.Opened opened = store.open(name, most);
    return opened
        .event()
        .map(found -> Opening.of(opened.created(), true, live(found)))
        .orElseGet(() -> new Opening.TooMany<>(most));
  }

  /** The event of this name. */
  public Optional<EventStatus> find(String name) {
    return store.find(name).map(this::live);
  }

  /** Events by name, those behind the given one. */
  public List<EventStatus> list(String after, int limit) {
    return store.list(after, limit).stream().map(this::live).toList();
  }

  private EventStatus live(EventStore.State event) {
    int waiters = lines.find(event.name()).map(SharedLine::waiting).orElse(0);
    return new EventStatus(event.name(), event.set(), waiters);
  }

  /** Waits until it is set. */
  public Awaited await(String name, Duration limit, BooleanSupplier here) {
    return store
        .find(name)
        .map(event -> event.set() ? new Awaited.Happened() : await(event, limit, here))
        .orElseGet(() -> new Awaited.Refused(Refusal.UNKNOWN));
  }

  private Awaited await(EventStore.State event, Duration limit, BooleanSupplier here) {
    EventWaiter waiter = new EventWaiter(event.sets(), here);
    lines.await(event.name(), waiter, limit);
    return waiter.outcome();
  }

  /** Ends all waits, and those to come until it is cleared. Whether it is there. */
  public boolean set(String name) {
    boolean known = store.set(name);
    lines.changed(name);
    return known;
  }

  /** Lets the next waits wait. Whether it is there. */
  public boolean clear(String name) {
    return store.clear(name);
  }

  /** Forgets an event. Whether it was there. */
  public boolean delete(String name) {
    boolean known = store.delete(name);
    if (known) {
      lines.refuse(name, Refusal.UNKNOWN);
    }
    return known;
  }
}
