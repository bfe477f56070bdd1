package io.forkyard.lock;

import io.forkyard.line.Lines;
import io.forkyard.line.Refusal;
import io.forkyard.storage.Persistence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code multiprocessing.Semaphore} and {@code BoundedSemaphore}, shared by all. Any thread may
 * call and be blocked; interrupts and {@code here} are as for {@link Locks}.
 *
 * <p>A permit that a child JVM has is given back when the child is gone; one that is taken for
 * nobody ({@code child} null, a caller over HTTP) only by a release. As in Python anybody may
 * release, so a release is that of the releaser's own permit, else of one that was taken for
 * nobody, else of the oldest child that has one: none comes back twice. No end of a child lifts the
 * value above the first one, so who acquires what others release leaves none behind.
 */
public final class Semaphores {

  private final SemaphoreStore store;
  private final Lines<PermitSeeker, SharedLine<PermitSeeker, Permit>> lines;
  private final Persistence persistence;
  private final int most;

  Semaphores(
      SemaphoreStore store,
      Lines<PermitSeeker, SharedLine<PermitSeeker, Permit>> lines,
      Persistence persistence,
      int most) {
    this.store = store;
    this.lines = lines;
    this.persistence = persistence;
    this.most = most;
  }

  /** Creates a semaphore where there is none of this name. One that is there stays as it is. */
  public Opening<SemaphoreStatus> open(String name, int initial, boolean bounded) {
    SemaphoreStore.Opened opened = store.open(name, initial, bounded, most);
    return opened
        .semaphore()
        .map(found ->
            Opening.of(
                opened.created(),
                found.initial() == initial && found.bounded() == bounded,
                live(found)))
        .orElseGet(() -> new Opening.TooMany<>(most));
  }

  /** The semaphore of this name. */
  public Optional<SemaphoreStatus> find(String name) {
    return store.find(name).map(this::live);
  }

  /** Semaphores by name, those behind the given one. */
  public List<SemaphoreStatus> list(String after, int limit) {
    return store.list(after, limit).stream().map(this::live).toList();
  }

  private SemaphoreStatus live(SemaphoreStatus semaphore) {
    return lines
        .find(semaphore.name())
        .map(line -> semaphore.with(line.waiting()))
        .orElse(semaphore);
  }

  /**
   * Takes a permit as soon as there is one.
   *
   * @param limit zero for one try
   */
  public Permit acquire(
      String name, Holder.@Nullable Child child, Duration limit, BooleanSupplier here) {
    PermitSeeker seeker = new PermitSeeker(child, here);
    lines.await(name, seeker, limit);
    if (seeker.outcome() instanceof Permit.Taken && Thread.currentThread().isInterrupted()) {
      giveBack(name, child);
      return new Permit.Refused(Refusal.GAVE_UP);
    }
    return seeker.outcome();
  }

  /** Takes back a permit that nobody heard of. */
  public void giveBack(String name, Holder.@Nullable Child child) {
    var unused =
        persistence.insist(
            "the return of a permit of " + name, () -> changed(name, store.giveBack(name, child)));
  }

  /**
   * Adds a permit, whoever has it. Whether there was a semaphore, and room where it has a bound.
   */
  public boolean release(String name) {
    return changed(name, store.release(name, null, () -> true));
  }

  /**
   * The same by a child JVM.
   *
   * @param alive whether it lives; a dead one releases only what it has, which may be back already
   */
  public boolean release(String name, Holder.Child child, BooleanSupplier alive) {
    return changed(name, store.release(name, child, alive));
  }

  private boolean changed(String name, boolean released) {
    if (released) {
      lines.changed(name);
    }
    return released;
  }

  /** Gives back what a child JVM has. */
  void releaseAll(Holder.Child child) {
    store.releaseAll(child.process()).forEach(lines::changed);
  }

  /** Forgets a semaphore. Whether it was there. */
  public boolean delete(String name) {
    boolean known = store.delete(name);
    if (known) {
      lines.refuse(name, Refusal.UNKNOWN);
    }
    return known;
  }
}
