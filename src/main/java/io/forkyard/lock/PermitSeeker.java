package io.forkyard.lock;

import io.forkyard.line.Refusal;
import io.forkyard.line.Waiter;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Wants a permit. */
final class PermitSeeker extends Waiter<Permit> {

  final Holder.@Nullable Child child;

  PermitSeeker(Holder.@Nullable Child child, BooleanSupplier here) {
    super(here);
    this.child = child;
  }

  @Override
  protected Permit refused(Refusal why) {
    return new Permit.Refused(why);
  }

  @Override
  protected Permit late() {
    return new Permit.Exhausted();
  }
}
