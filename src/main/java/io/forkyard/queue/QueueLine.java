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

  /** Whoever is told finds it counted. */
  private void settle(QueueClaims claims, Exchange.Done done) {
    runOut(places.settle(claims, done));
    int put = stored(claims, done);
    List<Item> got = done.taken().stream().flatMap(List::stream).toList();
    try {
      events.accept(new QueueEvent.Moved(queue, put, got));
    } finally {
      for (int n = 0; n < done.puts().size(); n++) {
        told(claims.putters().get(n), done.puts().get(n), done.level().capacity());
      }
      for (int n = 0; n < done.taken().size(); n++) {
        told(claims.getters().get(n), done.taken().get(n));
      }
    }
    if (put > 0 && done.level().ready() > 0 || !got.isEmpty()) {
      tellOthers();
    }
  }

  private static int stored(QueueClaims claims, Exchange.Done done) {
    int stored = 0;
    for (int n = 0; n < done.puts().size(); n++) {
      boolean now = done.puts().get(n) == Exchange.Verdict.STORED;
      stored += now ? claims.putters().get(n).put.drafts().size() : 0;
    }
    return stored;
  }

  private void told(Putter putter, Exchange.Verdict verdict, int capacity) {
    switch (verdict) {
      case STORED ->
          tell(putter, new Added.Stored(putter.put.drafts().stream().map(Draft::id).toList()));
      case REPEATED -> tell(putter, new Added.Repeated());
      case TOO_MANY -> tell(putter, new Added.TooMany(capacity));
      case NO_ROOM -> {}
    }
  }

  private void told(Getter getter, List<Item> items) {
    if (!items.isEmpty()) {
      tell(getter, new Taken.Items(items));
    }
  }
}
