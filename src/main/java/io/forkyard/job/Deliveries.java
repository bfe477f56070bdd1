package io.forkyard.job;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Proviso;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has ended and is to be delivered. A delivery is due from the transaction that ends its job
 * or map until a receiver has it; it is stored, so that it outlives the service. Any thread may
 * call.
 */
public final class Deliveries {

  private final CallbackStore store;
  private final ChangeSignal signal;
  private final Clock clock;

  Deliveries(CallbackStore store, ChangeSignal signal, Clock clock) {
    this.store = store;
    this.signal = signal;
    this.clock = clock;
  }

  /** When the next delivery is due, if one waits. */
  public Optional<Instant> next() {
    return store.next();
  }

  /**
   * Begins an attempt of those that are due, the oldest first.
   *
   * @param lease after which an attempt that nobody settled counts as lost and is repeated
   */
  public List<Delivery> claim(int most, Duration lease) {
    Instant now = clock.instant();
    return store.claim(most, now, now.plus(lease));
  }

  /** The receiver has it. */
  public void delivered(Delivery delivery) {
    settle(delivery, Callback.State.DELIVERED, null, null);
  }

  /**
   * The same as a part of the transaction that gives it to the receiver, if this is still the
   * latest attempt. Say {@link #settled} after it.
   */
  public Proviso deliveredWith(Delivery delivery) {
    return CallbackStore.delivered(delivery);
  }

  /** It failed and is tried again. */
  public void again(Delivery delivery, String error, Instant next) {
    settle(delivery, Callback.State.PENDING, error, next);
  }

  /** It failed for the last time. */
  public void givenUp(Delivery delivery, String error) {
    settle(delivery, Callback.State.FAILED, error, null);
  }

  private void settle(
      Delivery delivery, Callback.State state, @Nullable String error, @Nullable Instant next) {
    store.settle(delivery, state, error, next, clock.instant());
    settled(delivery);
  }

  /** Wakes who waits for the delivery. */
  public void settled(Delivery delivery) {
    signal.changed(
        switch (delivery.kind()) {
          case JOB -> Jobs.topic(delivery.id());
          case MAP -> Maps.topic(delivery.id());
        });
  }
}
