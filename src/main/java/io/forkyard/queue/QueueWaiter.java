package io.forkyard.queue;

import io.forkyard.line.Refusal;
import io.forkyard.line.Waiter;
import io.forkyard.queue.Exchange.Put;
import io.forkyard.queue.Exchange.Wish;
import java.util.function.BooleanSupplier;

/** A caller in the line of a queue. */
abstract sealed class QueueWaiter<T> extends Waiter<T> {

  private QueueWaiter(BooleanSupplier here) {
    super(here);
  }

  /** Wants items. */
  static final class Getter extends QueueWaiter<Taken> {

    final Wish wish;

    Getter(Wish wish, BooleanSupplier here) {
      super(here);
      this.wish = wish;
    }

    @Override
    protected Taken refused(Refusal why) {
      return new Taken.Refused(why);
    }

    @Override
    protected Taken late() {
      return new Taken.Empty();
    }
  }

  /** Wants room. */
  static final class Putter extends QueueWaiter<Added> {

    final Put put;

    Putter(Put put, BooleanSupplier here) {
      super(here);
      this.put = put;
    }

    @Override
    protected Added refused(Refusal why) {
      return new Added.Refused(why);
    }

    @Override
    protected Added late() {
      return new Added.Full();
    }

    /** A put has been sent whole before it came here, so only one that had to wait is withdrawn. */
    @Override
    protected boolean gone() {
      return tried() && super.gone();
    }
  }
}
