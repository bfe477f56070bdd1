package io.forkyard.queue;

import io.forkyard.line.Line;
import io.forkyard.line.Refusal;
import io.forkyard.queue.QueueWaiter.Getter;
import io.forkyard.queue.QueueWaiter.Putter;
import io.forkyard.storage.ChangeSignal;
import java.util.List;
import java.util.function.Consumer;

/** Who wants something of one queue. Puts and gets that find together share a transaction. */
final class QueueLine extends Line<QueueWaiter<?>, QueueClaims> {

  private final String queue;
  private final QueuePlaces places;
  private final ExchangeStore store;
  private final Consumer<QueueEvent> events;

  QueueLine(
      String kind,
      String queue,
      ExchangeStore store,
      ChangeSignal signal,
      Consumer<QueueEvent> events) {
    this(kind, queue, new QueuePlaces(), store, signal, events);
  }

  private QueueLine(
      String kind,
      String queue,
      QueuePlaces places,
      ExchangeStore store,
      ChangeSignal signal,
      Consumer<QueueEvent> events) {
    super(kind, queue, places, signal);
    this.queue = queue;
    this.places = places;
    this.store = store;
    this.events = events;
  }

  /** Callers that are blocked in put. */
  int putters() {
    return places.waitingPutters();
  }

  /** Callers that are blocked in get. */
  int getters() {
    return places.waitingGetters();
  }

  @Override
  protected void serve(QueueClaims claims) {
    switch (store.exchange(queue, claims.puts(), claims.wishes())) {
      case Exchange.Done done -> settle(claims, done);
      case Exchange.NoQueue() -> refuse(claims, Refusal.UNKNOWN);
      case Exchange.Closed() -> refuse(claims, Refusal.CLOSED);
    }
  }

  private void settle(QueueClaims claims, Exchange.Done done) {
    runOut(places.settle(claims, done));
    int put = 0;
    for (int n = 0; n < done.puts().size(); n++) {
      put += told(claims.putters().get(n), done.puts().get(n), done.level().capacity());
    }
    for (int n = 0; n < done.taken().size(); n++) {
      told(claims.getters().get(n), done.taken().get(n));
    }
    List<Item> got = done.taken().stream().flatMap(List::stream).toList();
    if (put > 0 && done.level().ready() > 0 || !got.isEmpty()) {
      tellOthers();
    }
    events.accept(new QueueEvent.Moved(queue, put, got));
  }

  /** How many items were stored. */
  private int told(Putter putter, Exchange.Verdict verdict, int capacity) {
    return switch (verdict) {
      case STORED -> {
        List<Draft> drafts = putter.put.drafts();
        tell(putter, new Added.Stored(drafts.stream().map(Draft::id).toList()));
        yield drafts.size();
      }
      case REPEATED -> {
        tell(putter, new Added.Repeated());
        yield 0;
      }
      case TOO_MANY -> {
        tell(putter, new Added.TooMany(capacity));
        yield 0;
      }
      case NO_ROOM -> 0;
    };
  }

  private void told(Getter getter, List<Item> items) {
    if (!items.isEmpty()) {
      tell(getter, new Taken.Items(items));
    }
  }
}
