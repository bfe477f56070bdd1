package io.forkyard.lock;

import io.forkyard.line.Refusal;
import io.forkyard.line.Waiter;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Wants a lock. Nothing is the outcome of one whose time was up. */
final class LockSeeker extends Waiter<Optional<Acquired>> {

  final String token = UUID.randomUUID().toString();
  final Holder holder;

  LockSeeker(Holder holder, BooleanSupplier here) {
    super(here);
    this.holder = holder;
  }

  @Override
  protected Optional<Acquired> refused(Refusal why) {
    return Optional.of(new Acquired.Refused(why));
  }

  @Override
  protected Optional<Acquired> late() {
    return Optional.empty();
  }
}
