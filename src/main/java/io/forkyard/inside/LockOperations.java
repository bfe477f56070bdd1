package io.forkyard.inside;

import io.forkyard.lock.Acquired;
import io.forkyard.lock.Grant;
import io.forkyard.lock.LockStatus;
import io.forkyard.lock.Locks;
import io.forkyard.lock.Opening;
import io.forkyard.lock.Released;
import io.forkyard.pool.Caller;
import io.forkyard.pool.Operation;
import io.forkyard.process.CallRefusedException;
import io.forkyard.process.Child;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What jobs may do with locks. Which of its threads re-enters one is the child's business. */
final class LockOperations {

  private static final String LOCK = "lock";

  private final Locks locks;
  private final Holders holders;

  LockOperations(Locks locks, Holders holders) {
    this.locks = locks;
    this.holders = holders;
  }

  List<Operation> all() {
    return List.of(
        new SharedOperation<>("lock.open", Open.class, (caller, request) -> open(request)),
        new SharedOperation<>("lock.acquire", Acquire.class, this::acquire),
        new SharedOperation<>(
            "lock.release", Release.class, (caller, request) -> release(request)));
  }

  /** Unless it is said whether it is re-entrant, the lock must be there. */
  private record Open(String name, @Nullable Boolean reentrant) implements Asked.Shared {}

  /** The time-out is in milliseconds; null waits to the end. */
  private record Acquire(String name, @Nullable Long timeout) implements Asked.Shared {}

  private record Release(String name, String token) implements Asked.Shared {}

  private Supplier<String> open(Open wanted) throws CallRefusedException {
    String name = wanted.name();
    Boolean reentrant = wanted.reentrant();
    LockStatus lock =
        reentrant == null
            ? locks.find(name).orElseThrow(() -> Asked.unknown(LOCK, name))
            : open(name, reentrant);
    return SharedOperation.value(lock.reentrant());
  }

  private LockStatus open(String name, boolean reentrant) throws CallRefusedException {
    return switch (locks.open(name, reentrant)) {
      case Opening.Created<LockStatus>(LockStatus lock) -> lock;
      case Opening.Present<LockStatus>(LockStatus lock) -> lock;
      case Opening.Conflict<LockStatus> _ ->
          throw Asked.conflict(LOCK, name, "that is " + (reentrant ? "not " : "") + "re-entrant");
      case Opening.TooMany<LockStatus>(int most) -> throw Asked.tooMany(LOCK, most);
    };
  }

  /** Its token, or null when it was held by others all the time. */
  private Supplier<String> acquire(Caller caller, Acquire wish)
      throws CallRefusedException, InterruptedException {
    Child child = caller.child();
    Duration limit = Asked.limit(wish.timeout());
    Acquired acquired =
        holders.taking(
            child, holder -> locks.acquire(wish.name(), holder, null, limit, child::isAlive));
    return switch (acquired) {
      case Acquired.Granted(Grant grant) -> SharedOperation.value(grant.token());
      case Acquired.Held _ -> () -> "null";
      case Acquired.NotOwner _ -> throw new IllegalStateException("A child tells no token");
      case Acquired.Refused refused -> throw Asked.refusal(LOCK, wish.name(), refused.why());
    };
  }

  /** Whether it was held still. */
  private Supplier<String> release(Release asked) throws CallRefusedException {
    return switch (locks.release(asked.name(), asked.token())) {
      case Released.Done() -> SharedOperation.value(true);
      case Released.NotHeld _, Released.NotOwner _ -> SharedOperation.value(false);
      case Released.Unknown() -> throw Asked.gone(LOCK, asked.name());
    };
  }
}
