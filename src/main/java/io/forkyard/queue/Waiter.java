package io.forkyard.queue;

import io.forkyard.queue.Exchange.Put;
import io.forkyard.queue.Exchange.Wish;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A caller in the line of a queue. Its outcome is set once; the other fields are the line's.
 *
 * @param <T> the outcome
 */
abstract sealed class Waiter<T> {

  private static final AtomicLong LAST = new AtomicLong();

  /** Where this one waiter is woken. */
  final String topic = "queue/waiter/" + LAST.incrementAndGet();

  final CompletableFuture<T> outcome = new CompletableFuture<>();

  /** Whether the caller is still there to be answered. */
  final BooleanSupplier here;

  /** It is part of the exchange under way. */
  boolean claimed;

  /** It had a turn in vain, so it waits for a change. */
  boolean tried;

  /** It has no time left: the next turn is its last. */
  boolean last;

  /** It would wait, but as many do as may. Set before it joins. */
  boolean crowded;

  Waiter(BooleanSupplier here) {
    this.here = here;
  }

  abstract void refuse(Refusal why);

  /** What running out of time means. */
  abstract T late();

  final void runOut() {
    if (crowded) {
      refuse(Refusal.CROWDED);
    } else {
      outcome.complete(late());
    }
  }

  final boolean done() {
    return outcome.isDone();
  }

  /** Wants items. */
  static final class Getter extends Waiter<Taken> {

    final Wish wish;

    Getter(Wish wish, BooleanSupplier here) {
      super(here);
      this.wish = wish;
    }

    @Override
    void refuse(Refusal why) {
      outcome.complete(new Taken.Refused(why));
    }

    @Override
    Taken late() {
      return new Taken.Empty();
    }
  }

  /** Wants room. */
  static final class Putter extends Waiter<Added> {

    final Put put;

    Putter(Put put, BooleanSupplier here) {
      super(here);
      this.put = put;
    }

    @Override
    void refuse(Refusal why) {
      outcome.complete(new Added.Refused(why));
    }

    @Override
    Added late() {
      return new Added.Full();
    }
  }
}
