package io.forkyard.lock;

import io.forkyard.line.Refusal;
import io.forkyard.line.Waiter;
import java.util.function.BooleanSupplier;

/** Waits for an event. */
final class EventWaiter extends Waiter<Awaited> {

  /** How often the event had been set when the wait began. */
  final long sets;

  EventWaiter(long sets, BooleanSupplier here) {
    super(here);
    this.sets = sets;
  }

  @Override
  protected Awaited refused(Refusal why) {
    return new Awaited.Refused(why);
  }

  @Override
  protected Awaited late() {
    return new Awaited.Late();
  }
}
