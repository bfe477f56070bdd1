package io.forkyard.line;

import io.forkyard.storage.ChangeSignal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A caller in a line. Its outcome is set once; the other fields are the line's.
 *
 * @param <T> the outcome
 */
public abstract class Waiter<T> {

  private static final AtomicLong LAST = new AtomicLong();

  /** Where this one waiter is woken. */
  final String topic = ChangeSignal.HERE + "waiter/" + LAST.incrementAndGet();

  final CompletableFuture<T> outcome = new CompletableFuture<>();

  /** Whether the caller is still there to be answered. */
  private final BooleanSupplier here;

  /** It is part of the transaction under way. */
  boolean claimed;

  /** It had a turn in vain, so it waits for a change. */
  boolean tried;

  /** It has no time left: the next turn is its last. */
  boolean last;

  /** It would wait, but as many do as may. Set before it joins. */
  boolean crowded;

  /**
   * A caller who wants something.
   *
   * @param here tells whether it is still there; asked by another thread, and must not block
   */
  protected Waiter(BooleanSupplier here) {
    this.here = here;
  }

  /** What it means to have had no turn. */
  protected abstract T refused(Refusal why);

  /** What running out of time means. */
  protected abstract T late();

  /** Whether nothing may be done for it any more, as nobody would hear of it. */
  protected boolean gone() {
    return !here.getAsBoolean();
  }

  /** Whether it had a turn in vain. */
  protected final boolean tried() {
    return tried;
  }

  /** What it came to; known when {@link Lines#await} has returned. */
  public final T outcome() {
    return outcome.join();
  }

  final void refuse(Refusal why) {
    outcome.complete(refused(why));
  }

  final void runOut() {
    outcome.complete(crowded ? refused(Refusal.CROWDED) : late());
  }

  final boolean done() {
    return outcome.isDone();
  }
}
