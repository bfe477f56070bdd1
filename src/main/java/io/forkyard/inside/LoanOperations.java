package io.forkyard.inside;

import io.forkyard.pool.Caller;
import io.forkyard.pool.Operation;
import io.forkyard.process.CallRefusedException;
import io.forkyard.queue.Loans;
import io.forkyard.queue.QueueProperties;
import io.forkyard.queue.Queues;
import io.forkyard.queue.Taken;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What jobs may do with lent items. All times are in milliseconds. */
final class LoanOperations {

  private final Queues queues;
  private final Loans loans;
  private final Holders holders;
  private final long maxLease;

  LoanOperations(Queues queues, Loans loans, QueueProperties properties, Holders holders) {
    this.queues = queues;
    this.loans = loans;
    this.holders = holders;
    maxLease = properties.maxLease().toMillis();
  }

  List<Operation> all() {
    return List.of(
        new SharedOperation<>("queue.lend", Lend.class, this::lend),
        new SharedOperation<>(
            "queue.ack",
            Lent.class,
            (caller, lent) -> SharedOperation.value(loans.ack(lent.name(), lent.token()))),
        new SharedOperation<>(
            "queue.nack",
            Lent.class,
            (caller, lent) -> SharedOperation.value(loans.nack(lent.name(), lent.token()))),
        new SharedOperation<>("queue.extend", Extend.class, (caller, request) -> extend(request)));
  }

  /** The time-out is null to wait to the end. */
  private record Lend(String name, long lease, @Nullable Long timeout) implements Asked.Shared {}

  private record Lent(String name, String token) implements Asked.Shared {}

  private record Extend(String name, String token, long lease) implements Asked.Shared {}

  /** Its token and the item, or nothing. A child that dies before it has them leaves a parcel. */
  private Supplier<String> lend(Caller caller, Lend wish)
      throws CallRefusedException, InterruptedException {
    Taken taken =
        queues.lend(
            wish.name(),
            lease(wish.lease()),
            holders.of(caller.child()).process(),
            Asked.limit(wish.timeout()),
            () -> caller.child().isAlive());
    return ItemParcel.of(taken, wish.name(), queues);
  }

  /** Whether it was lent still. */
  private Supplier<String> extend(Extend request) throws CallRefusedException {
    return SharedOperation.value(
        loans.extend(request.name(), request.token(), lease(request.lease())));
  }

  private Duration lease(long milliseconds) throws CallRefusedException {
    if (milliseconds < 1 || milliseconds > maxLease) {
      throw CallRefusedException.invalid(
          "A lease lasts from 1 to " + maxLease + " ms, not " + milliseconds);
    }
    return Duration.ofMillis(milliseconds);
  }
}
