package io.forkyard.line;

import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all things of a kind that somebody waits for.
 *
 * @param <W> the waiters
 * @param <L> the lines
 */
public final class Lines<W extends Waiter<?>, L extends Line<W, ?>> {

  private final ConcurrentHashMap<String, L> lines = new ConcurrentHashMap<>();
  private final Function<String, L> make;
  private final ChangeSignal signal;
  private final Crowd crowd;

  /**
   * None yet.
   *
   * @param make gives the line of a name
   */
  public Lines(Function<String, L> make, ChangeSignal signal, Crowd crowd) {
    this.make = make;
    this.signal = signal;
    this.crowd = crowd;
  }

  /** The line of this name, while somebody is in it. */
  public Optional<L> find(String name) {
    return Optional.ofNullable(lines.get(name));
  }

  /** Says that the thing of this name was changed by others than its line. */
  public void changed(String name) {
    find(name).ifPresent(Line::changed);
  }

  /**
   * Stands in line until the outcome is there, the time is up, the thread is interrupted (its flag
   * stays set) or the service stops. Then the waiter has an outcome.
   *
   * @param limit zero for one turn only
   */
  public void await(String name, W waiter, Duration limit) {
    boolean blocking = limit.isPositive();
    L line = enter(name);
    try {
      waiter.crowded = blocking && crowd.enter(line);
      await(line, waiter, waiter.crowded ? Duration.ZERO : limit);
    } finally {
      if (blocking) {
        crowd.exit();
      }
      exit(name);
    }
  }

  private void await(L line, W waiter, Duration limit) {
    line.join(waiter);
    signal.await(waiter.topic, limit, waiter::done, done -> done);
    if (!waiter.done()) {
      line.leave(waiter, reason());
    }
    var unused = waiter.outcome();
  }

  private @Nullable Refusal reason() {
    if (Thread.currentThread().isInterrupted()) {
      return Refusal.GAVE_UP;
    }
    return signal.over() ? Refusal.STOPPING : null;
  }

  private L enter(String name) {
    return lines.compute(
        name,
        (key, present) -> {
          L line = present == null ? make.apply(key) : present;
          line.users++;
          return line;
        });
  }

  private void exit(String name) {
    lines.computeIfPresent(name, (key, line) -> --line.users == 0 ? null : line);
  }
}
