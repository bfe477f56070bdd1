package io.forkyard.line;

import io.forkyard.storage.ChangeSignal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wants something of one shared thing, first come, first served.
 *
 * <pre>
 *   put, get, acquire --> join --> places --> claim --> one transaction --> settle --> outcome, woken
 *                                     ^                                       |
 *                                     +---- nothing for them: waits on -------+
 * </pre>
 *
 * <p>While there is something to do, one thread of the line's own goes round. No monitor is held
 * while it asks the database or a caller's connection. A claimed waiter does not leave before the
 * transaction is over.
 *
 * @param <W> the waiters
 * @param <C> those whose turn has come
 */
public abstract class Line<W extends Waiter<?>, C extends Claims<W, C>> {

  private final String thread;
  private final String topic;
  private final Places<W, C> places;
  private final ChangeSignal signal;

  /** How many calls use it, for {@link Lines}, which forgets a line without. */
  int users;

  /**
   * A line without anybody in it.
   *
   * @param kind of the thing, as its {@link Lines} have it
   */
  protected Line(String kind, String name, Places<W, C> places, ChangeSignal signal) {
    this.thread = kind + "-" + name;
    this.topic = Lines.topic(kind) + name;
    this.places = places;
    this.signal = signal;
  }

  /** One transaction for all of them; afterwards each was told, or stands in its place again. */
  protected abstract void serve(C claims);

  /** Goes to the end; the outcome follows. */
  final void join(W waiter) {
    goRound(places.add(waiter, signal.shared()));
  }

  /** Says that what is waited for was changed by others than this line. */
  public final void changed() {
    goRound(places.changed());
  }

  /**
   * Takes a waiter out of the line, but not while its turn has come: then its outcome follows.
   *
   * @param why null when its time is up; it has had one turn at least then
   */
  final void leave(W waiter, @Nullable Refusal why) {
    if (places.leave(waiter, why)) {
      end(waiter, why);
      goRound(places.start());
    }
  }

  /** Tells all that wait. */
  public final void refuse(Refusal why) {
    places.clear().forEach(waiter -> end(waiter, why));
  }

  /** Callers in it, also those whose turn is about to come. */
  final int size() {
    return places.size();
  }

  private void goRound(boolean idle) {
    if (idle) {
      Thread.ofVirtual().name(thread).start(this::rounds);
    }
  }

  private void rounds() {
    C claims = claim();
    while (claims != null) {
      round(claims);
      claims = claim();
    }
  }

  private @Nullable C claim() {
    if (signal.closed()) {
      refuse(Refusal.STOPPING);
    }
    List<W> late = new ArrayList<>();
    C claims = places.claim(late);
    runOut(late);
    return claims;
  }

  /** Whatever happens, each of the claimed gets an outcome or waits on. */
  private void round(C claims) {
    try {
      List<W> gone = claims.all().stream().filter(Waiter::gone).toList();
      drop(gone, Refusal.GAVE_UP);
      C left = claims.without(gone);
      if (!left.all().isEmpty()) {
        places.fresh();
        serve(left);
      }
    } catch (RuntimeException e) {
      places.drop(claims.all());
      claims.all().forEach(waiter -> fail(waiter, e));
    }
  }

  private void drop(Collection<W> claimed, Refusal why) {
    places.drop(claimed);
    claimed.forEach(waiter -> end(waiter, why));
  }

  /** What holds for those who were claimed holds for all. */
  protected final void refuse(C claims, Refusal why) {
    drop(claims.all(), why);
    refuse(why);
  }

  /** Tells those who have no time left. */
  protected final void runOut(Collection<? extends W> late) {
    late.forEach(waiter -> end(waiter, null));
  }

  /** Tells other nodes that those who wait there may be served now. */
  protected final void tellOthers() {
    signal.changed(topic);
  }

  /** Tells one who was served. */
  protected final <T> void tell(Waiter<T> waiter, T outcome) {
    waiter.outcome.complete(outcome);
    signal.changed(waiter.topic);
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
