package io.forkyard.lock;

import io.forkyard.line.Line;
import io.forkyard.line.Refusal;
import io.forkyard.line.Waiter;
import io.forkyard.storage.ChangeSignal;

/**
 * Who waits for one lock, semaphore or event.
 *
 * @param <W> the waiters
 * @param <T> their outcomes
 */
final class SharedLine<W extends Waiter<T>, T> extends Line<W, SharedClaims<W>> {

  private final String name;
  private final SharedPlaces<W> places;
  private final Turns<W, T> turns;

  SharedLine(String kind, String name, Turns<W, T> turns, ChangeSignal signal) {
    this(kind, name, new SharedPlaces<>(), turns, signal);
  }

  private SharedLine(
      String kind, String name, SharedPlaces<W> places, Turns<W, T> turns, ChangeSignal signal) {
    super(kind, name, places, signal);
    this.name = name;
    this.places = places;
    this.turns = turns;
  }

  /** Callers that are blocked. */
  int waiting() {
    return places.waiting();
  }

  @Override
  protected void serve(SharedClaims<W> claims) {
    turns
        .turn(name, claims.all())
        .ifPresentOrElse(turn -> settle(claims, turn), () -> refuse(claims, Refusal.UNKNOWN));
  }

  private void settle(SharedClaims<W> claims, Turns.Turn<W, T> turn) {
    runOut(places.settle(claims, turn));
    turn.served().forEach(this::tell);
  }
}
