package io.forkyard.child;

import io.forkyard.api.LentItem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** An item that the service has lent to this process. */
final class RemoteLoan<E> implements LentItem<E> {

  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private final String queue;
  private final String token;
  private final E value;
  private final Shared shared;
  private final AtomicBoolean open = new AtomicBoolean(true);

  RemoteLoan(String queue, String token, E value, Shared shared) {
    this.queue = queue;
    this.token = token;
    this.value = value;
    this.shared = shared;
    shared.borrowed();
  }

  /** A lease as the service is told of it. */
  static long milliseconds(Duration lease) {
    if (lease.isNegative()) {
      return -1;
    }
    return lease.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : lease.toMillis();
  }

  @Override
  public E value() {
    return value;
  }

  @Override
  public void acknowledge() {
    tell(request("ack"));
    over();
  }

  @Override
  public void giveBack() {
    tell(request("nack"));
    over();
  }

  @Override
  public void extend(Duration lease) {
    tell(request("extend").with("lease", milliseconds(lease)));
  }

  @Override
  public void close() {
    if (open.get()) {
      request("nack").ask();
      over();
    }
  }

  @Override
  public String toString() {
    return "item of queue " + queue;
  }

  private Request request(String what) {
    return shared.request("queue." + what, queue).with("token", token);
  }

  /** One that the service cannot do now may be told again. */
  private void tell(Request request) {
    if (!open.get()) {
      throw new IllegalStateException(
          "this " + this + " was acknowledged, given back, or its lease was over");
    }
    if (!Boolean.TRUE.equals(request.ask())) {
      over();
      throw new IllegalStateException("the lease of this " + this + " is over");
    }
  }

  private void over() {
    if (open.compareAndSet(true, false)) {
      shared.returned();
    }
  }
}
