package io.forkyard.line;

import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all things of a kind that somebody waits for, on this node. Each node has its own;
 * what one has changed, the same line of others hears of.
 *
 * @param <W> the waiters
 * @param <L> the lines
 */
public final class Lines<W extends Waiter<?>, L extends Line<W, ?>> {

  private final ConcurrentHashMap<String, L> lines = new ConcurrentHashMap<>();
  private final String kind;
  private final BiFunction<String, String, L> make;
  private final ChangeSignal signal;
  private final Crowd crowd;

  /**
   * None yet.
   *
   * @param kind of the things
   * @param make gives the line of a kind and a name
   */
  public Lines(String kind, BiFunction<String, String, L> make, ChangeSignal signal, Crowd crowd) {
    this.kind = kind;
    this.make = make;
    this.signal = signal;
    this.crowd = crowd;
    signal.onArrival(topic(kind), this::arrived);
  }

  /** Where nodes tell each other of changes; the name of the thing follows. */
  static String topic(String kind) {
    return "line/" + kind + "/";
  }

  private void arrived(String name) {
    if (name.isEmpty()) {
      lines.values().forEach(Line::changed);
    } else {
      find(name).ifPresent(Line::changed);
    }
  }

  /** The line of this name, while somebody is in it. */
  public Optional<L> find(String name) {
    return Optional.ofNullable(lines.get(name));
  }

  /** Says that the thing of this name was changed by others than its line. */
  public void changed(String name) {
    find(name).ifPresent(Line::changed);
    signal.changed(topic(kind) + name);
  }

  /** Says that the thing of this name serves nobody any more. Its row says so already. */
  public void refuse(String name, Refusal why) {
    find(name).ifPresent(line -> line.refuse(why));
    signal.changed(topic(kind) + name);
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
          L line = present == null ? make.apply(kind, key) : present;
          line.users++;
          return line;
        });
  }

  private void exit(String name) {
    lines.computeIfPresent(name, (key, line) -> --line.users == 0 ? null : line);
  }
}
