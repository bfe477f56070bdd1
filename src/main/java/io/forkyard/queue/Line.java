package io.forkyard.queue;

import io.forkyard.queue.Waiter.Getter;
import io.forkyard.queue.Waiter.Putter;
import io.forkyard.storage.ChangeSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants something of one queue, first come, first served.
 *
 * <pre>
 *   put, get --> join --> places --> claim --> one transaction --> settle --> outcome, woken
 *                            ^                                       |
 *                            +---- no room, no item: waits on -------+
 * </pre>
 *
 * <p>While there is something to do, one thread of the line's own goes round. No monitor is held
 * while it asks the database or a caller's connection. A claimed waiter does not leave before the
 * transaction is over.
 */
final class Line {

  private final String queue;
  private final ExchangeStore store;
  private final ChangeSignal signal;
  private final Consumer<QueueEvent> events;
  private final Places places = new Places();

  /** How many calls use it, for {@link Lines}, which forgets a line without. */
  int users;

  Line(String queue, ExchangeStore store, ChangeSignal signal, Consumer<QueueEvent> events) {
    this.queue = queue;
    this.store = store;
    this.signal = signal;
    this.events = events;
  }

  /** Goes to the end; the outcome follows. */
  void join(Waiter<?> waiter) {
    goRound(places.add(waiter));
  }

  /** Says that the queue was changed by others than this line. */
  void changed() {
    goRound(places.changed());
  }

  /**
   * Takes a waiter out of the line, but not while its turn has come: then its outcome follows.
   *
   * @param why null when its time is up; it has had one turn at least then
   */
  void leave(Waiter<?> waiter, @Nullable Refusal why) {
    if (places.leave(waiter, why)) {
      end(waiter, why);
      goRound(places.start());
    }
  }

  /** Tells all that wait. */
  void refuse(Refusal why) {
    places.clear().forEach(waiter -> end(waiter, why));
  }

  /** Callers in it, also those whose turn is about to come. */
  int size() {
    return places.size();
  }

  /** Callers that are blocked in put. */
  int putters() {
    return places.waitingPutters();
  }

  /** Callers that are blocked in get. */
  int getters() {
    return places.waitingGetters();
  }

  private void goRound(boolean idle) {
    if (idle) {
      Thread.ofVirtual().name("queue-" + queue).start(this::rounds);
    }
  }

  private void rounds() {
    Places.Claims claims = claim();
    while (claims != null) {
      round(claims);
      claims = claim();
    }
  }

  private Places.@Nullable Claims claim() {
    if (signal.closed()) {
      refuse(Refusal.STOPPING);
    }
    List<Waiter<?>> late = new ArrayList<>();
    Places.Claims claims = places.claim(late);
    late.forEach(waiter -> end(waiter, null));
    return claims;
  }

  /** Whatever happens, each of the claimed gets an outcome or waits on. */
  private void round(Places.Claims claims) {
    try {
      List<Waiter<?>> gone = claims.all().filter(Line::hasGone).toList();
      places.drop(gone);
      gone.forEach(waiter -> end(waiter, Refusal.GAVE_UP));
      exchange(claims.without(gone));
    } catch (RuntimeException e) {
      places.drop(claims.all().toList());
      claims.all().forEach(waiter -> fail(waiter, e));
    }
  }

  /** A put has been sent whole before it came here, so only one that had to wait is withdrawn. */
  private static boolean hasGone(Waiter<?> waiter) {
    return switch (waiter) {
      case Putter putter -> putter.tried && !putter.here.getAsBoolean();
      case Getter getter -> !getter.here.getAsBoolean();
    };
  }

  private void exchange(Places.Claims claims) {
    if (claims.all().findAny().isEmpty()) {
      return;
    }
    places.fresh();
    switch (store.exchange(queue, claims.puts(), claims.wishes())) {
      case Exchange.Done done -> settle(claims, done);
      case Exchange.NoQueue() -> refuse(claims, Refusal.NO_QUEUE);
      case Exchange.Closed() -> refuse(claims, Refusal.CLOSED);
    }
  }

  /** What holds for those who were claimed holds for all. */
  private void refuse(Places.Claims claims, Refusal why) {
    places.drop(claims.all().toList());
    claims.all().forEach(waiter -> end(waiter, why));
    refuse(why);
  }

  private void settle(Places.Claims claims, Exchange.Done done) {
    List<Waiter<?>> late = places.settle(claims, done);
    late.forEach(waiter -> end(waiter, null));
    int put = 0;
    for (int n = 0; n < done.puts().size(); n++) {
      put += told(claims.putters().get(n), done.puts().get(n), done.level().capacity());
    }
    for (int n = 0; n < done.taken().size(); n++) {
      told(claims.getters().get(n), done.taken().get(n));
    }
    events.accept(
        new QueueEvent.Moved(queue, put, done.taken().stream().flatMap(List::stream).toList()));
  }

  /** How many items were stored. */
  private int told(Putter putter, Exchange.Verdict verdict, int capacity) {
    return switch (verdict) {
      case STORED -> {
        List<Draft> drafts = putter.put.drafts();
        putter.outcome.complete(new Added.Stored(drafts.stream().map(Draft::id).toList()));
        signal.changed(putter.topic);
        yield drafts.size();
      }
      case REPEATED -> {
        putter.outcome.complete(new Added.Repeated());
        signal.changed(putter.topic);
        yield 0;
      }
      case TOO_MANY -> {
        putter.outcome.complete(new Added.TooMany(capacity));
        signal.changed(putter.topic);
        yield 0;
      }
      case NO_ROOM -> 0;
    };
  }

  private void told(Getter getter, List<Item> items) {
    if (!items.isEmpty()) {
      getter.outcome.complete(new Taken.Items(items));
      signal.changed(getter.topic);
    }
  }

  private void end(Waiter<?> waiter, @Nullable Refusal why) {
    if (why == null) {
      waiter.runOut();
    } else {
      waiter.refuse(why);
    }
    signal.changed(waiter.topic);
  }

  private void fail(Waiter<?> waiter, RuntimeException failure) {
    waiter.outcome.completeExceptionally(failure);
    signal.changed(waiter.topic);
  }
}
