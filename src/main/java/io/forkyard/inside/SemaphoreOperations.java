package io.forkyard.inside;

import io.forkyard.lock.Opening;
import io.forkyard.lock.Permit;
import io.forkyard.lock.SemaphoreStatus;
import io.forkyard.lock.Semaphores;
import io.forkyard.pool.Caller;
import io.forkyard.pool.Operation;
import io.forkyard.process.CallRefusedException;
import io.forkyard.process.Child;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What jobs may do with semaphores. */
final class SemaphoreOperations {

  private static final String SEMAPHORE = "semaphore";

  private final Semaphores semaphores;
  private final Holders holders;

  SemaphoreOperations(Semaphores semaphores, Holders holders) {
    this.semaphores = semaphores;
    this.holders = holders;
  }

  List<Operation> all() {
    return List.of(
        new SharedOperation<>("semaphore.open", Open.class, (caller, request) -> open(request)),
        new SharedOperation<>("semaphore.acquire", Acquire.class, this::acquire),
        new SharedOperation<>("semaphore.release", Asked.Name.class, this::release),
        new SharedOperation<>(
            "semaphore.value", Asked.Name.class, (caller, asked) -> value(asked)));
  }

  /** Without a value the semaphore must be there. */
  private record Open(String name, @Nullable Integer value, boolean bounded)
      implements Asked.Shared {}

  /** The time-out is in milliseconds; null waits to the end. */
  private record Acquire(String name, @Nullable Long timeout) implements Asked.Shared {}

  private Supplier<String> open(Open wanted) throws CallRefusedException {
    String name = wanted.name();
    Integer value = wanted.value();
    SemaphoreStatus semaphore =
        value == null
            ? semaphores.find(name).orElseThrow(() -> Asked.unknown(SEMAPHORE, name))
            : open(name, value, wanted.bounded());
    return SharedOperation.value(semaphore.value());
  }

  private SemaphoreStatus open(String name, int value, boolean bounded)
      throws CallRefusedException {
    if (value < 0) {
      throw CallRefusedException.invalid("The value of a semaphore is at least 0, not " + value);
    }
    return switch (semaphores.open(name, value, bounded)) {
      case Opening.Created<SemaphoreStatus>(SemaphoreStatus semaphore) -> semaphore;
      case Opening.Present<SemaphoreStatus>(SemaphoreStatus semaphore) -> semaphore;
      case Opening.Conflict<SemaphoreStatus>(SemaphoreStatus semaphore) ->
          throw Asked.conflict(
              SEMAPHORE,
              name,
              "that began with "
                  + semaphore.initial()
                  + (semaphore.bounded() ? " and is bounded" : " and is not bounded"));
      case Opening.TooMany<SemaphoreStatus>(int most) -> throw Asked.tooMany(SEMAPHORE, most);
    };
  }

  /** Whether there was a permit. */
  private Supplier<String> acquire(Caller caller, Acquire wish)
      throws CallRefusedException, InterruptedException {
    Child child = caller.child();
    Duration limit = Asked.limit(wish.timeout());
    Permit permit =
        holders.taking(
            child, holder -> semaphores.acquire(wish.name(), holder, limit, child::isAlive));
    return switch (permit) {
      case Permit.Taken _ -> SharedOperation.value(true);
      case Permit.Exhausted() -> SharedOperation.value(false);
      case Permit.Refused refused -> throw Asked.refusal(SEMAPHORE, wish.name(), refused.why());
    };
  }

  private Supplier<String> release(Caller caller, Asked.Name asked) throws CallRefusedException {
    Child child = caller.child();
    if (!semaphores.release(asked.name(), holders.of(child), child::isAlive)) {
      present(asked);
      throw CallRefusedException.failed("The semaphore " + asked.name() + " has all its permits");
    }
    return SharedOperation.value(true);
  }

  private Supplier<String> value(Asked.Name asked) throws CallRefusedException {
    return SharedOperation.value(present(asked).value());
  }

  private SemaphoreStatus present(Asked.Name asked) throws CallRefusedException {
    return semaphores.find(asked.name()).orElseThrow(() -> Asked.gone(SEMAPHORE, asked.name()));
  }
}
