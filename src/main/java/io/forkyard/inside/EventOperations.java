package io.forkyard.inside;

import io.forkyard.lock.Awaited;
import io.forkyard.lock.EventStatus;
import io.forkyard.lock.Events;
import io.forkyard.lock.Opening;
import io.forkyard.pool.Caller;
import io.forkyard.pool.Operation;
import io.forkyard.process.CallRefusedException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What jobs may do with events. */
final class EventOperations {

  private static final String EVENT = "event";

  private final Events events;

  EventOperations(Events events) {
    this.events = events;
  }

  List<Operation> all() {
    return List.of(
        new SharedOperation<>("event.open", Asked.Name.class, (caller, asked) -> open(asked)),
        new SharedOperation<>("event.wait", Wait.class, this::await),
        new SharedOperation<>(
            "event.set",
            Asked.Name.class,
            (caller, asked) -> done(asked, events.set(asked.name()))),
        new SharedOperation<>(
            "event.clear",
            Asked.Name.class,
            (caller, asked) -> done(asked, events.clear(asked.name()))),
        new SharedOperation<>("event.isSet", Asked.Name.class, (caller, asked) -> isSet(asked)));
  }

  /** The time-out is in milliseconds; null waits to the end. */
  private record Wait(String name, @Nullable Long timeout) implements Asked.Shared {}

  private Supplier<String> open(Asked.Name asked) throws CallRefusedException {
    return switch (events.open(asked.name())) {
      case Opening.Created<EventStatus> _,
          Opening.Present<EventStatus> _,
          Opening.Conflict<EventStatus> _ ->
          SharedOperation.value(true);
      case Opening.TooMany<EventStatus>(int most) -> throw Asked.tooMany(EVENT, most);
    };
  }

  /** Whether it was set in time. */
  private Supplier<String> await(Caller caller, Wait wait)
      throws CallRefusedException, InterruptedException {
    Awaited awaited =
        events.await(wait.name(), Asked.limit(wait.timeout()), () -> caller.child().isAlive());
    return switch (awaited) {
      case Awaited.Happened() -> SharedOperation.value(true);
      case Awaited.Late() -> SharedOperation.value(false);
      case Awaited.Refused refused -> throw Asked.refusal(EVENT, wait.name(), refused.why());
    };
  }

  private static Supplier<String> done(Asked.Name asked, boolean known)
      throws CallRefusedException {
    if (!known) {
      throw Asked.gone(EVENT, asked.name());
    }
    return SharedOperation.value(true);
  }

  private Supplier<String> isSet(Asked.Name asked) throws CallRefusedException {
    EventStatus event =
        events.find(asked.name()).orElseThrow(() -> Asked.gone(EVENT, asked.name()));
    return SharedOperation.value(event.set());
  }
}
