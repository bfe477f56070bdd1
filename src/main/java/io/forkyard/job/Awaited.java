package io.forkyard.job;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A job whose end one thread waits for. What it hears of the end it need not read; it reads what it
 * has not heard. To be closed by who has asked for it.
 */
public final class Awaited implements AutoCloseable {

  private final UUID id;
  private final Endings endings;

  /** The waiter's: as it stood when it was last known. */
  private @Nullable Job known;

  /** Written before it is said that the job is over. */
  private volatile @Nullable Ending ending;

  private volatile boolean over;

  Awaited(UUID id, Endings endings) {
    this.id = id;
    this.endings = endings;
  }

  public UUID id() {
    return id;
  }

  /** Nothing can have become of it unheard since it was stored. */
  void accepted(Job job) {
    known = job;
  }

  /**
   * Says that it has ended, after that was stored.
   *
   * @param how null when that is to be read
   */
  void over(@Nullable Ending how) {
    ending = how;
    over = true;
  }

  /**
   * The job, which may since have begun or be waiting again, but has not ended unheard.
   *
   * @param alone whether all ends are heard here
   */
  Optional<Job> look(boolean alone, Supplier<Optional<Job>> read) {
    Job last = known;
    Ending how = ending;
    if (last != null && over && how != null && how.tellsAllOf(last)) {
      return Optional.of(how.of(last));
    }
    if (last == null || over || !alone) {
      known = read.get().orElse(null);
    }
    return Optional.ofNullable(known);
  }

  @Override
  public void close() {
    endings.leave(this);
  }
}
