package io.forkyard.job;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Ids;
import io.forkyard.storage.RepeatKey;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The jobs that were accepted, and their ends. Any thread may call. */
public final class Jobs {

  /** What became of a wish to forget a job. */
  public enum Deletion {
    DONE,
    NOT_FOUND,
    NOT_FINISHED
  }

  private final JobStore store;
  private final ChangeSignal signal;
  private final Endings endings;
  private final Ids ids;

  Jobs(JobStore store, ChangeSignal signal, Endings endings, Ids ids) {
    this.store = store;
    this.signal = signal;
    this.endings = endings;
    this.ids = ids;
  }

  /** A job that is about to be stored under this new id, by a thread that may then wait for it. */
  public Awaited expect() {
    return endings.join(newId());
  }

  /** An id for {@link #add}. */
  public UUID newId() {
    return ids.next();
  }

  /**
   * Stores a job; it survives the service from here on.
   *
   * @param id a new one
   * @param maxPending most jobs that may wait in its pool, this one included
   * @param key of the request, if its caller marked it
   */
  public Added add(UUID id, NewJob job, int maxPending, @Nullable RepeatKey key) {
    return store.add(id, job, maxPending, key);
  }

  /** The job with this id. */
  public Optional<Job> find(UUID id) {
    return store.find(id);
  }

  /** The id of the node whose child has the job now. */
  public Optional<String> owner(UUID id) {
    return store.owner(id);
  }

  /** The job as soon as it has ended, or as it stands after the given time. */
  public Optional<Job> await(UUID id, Duration limit) {
    if (!limit.isPositive()) {
      return find(id);
    }
    try (Awaited awaited = endings.join(id)) {
      return await(awaited, limit);
    }
  }

  /**
   * The same for a job that was expected.
   *
   * @param accepted as it was stored
   */
  public Optional<Job> await(Awaited awaited, Job accepted, Duration limit) {
    awaited.accepted(accepted);
    return await(awaited, limit);
  }

  /**
   * Where all ends are heard here, nothing else wakes it. A job that has not ended is read once
   * more, as it may have begun.
   */
  private Optional<Job> await(Awaited awaited, Duration limit) {
    UUID id = awaited.id();
    boolean alone = !signal.shared();
    Optional<Job> seen =
        signal.await(
            alone ? Endings.topic(id) : topic(id),
            limit,
            () -> awaited.look(alone, () -> find(id)),
            job -> job.isEmpty() || job.get().state().ready());
    return seen.isEmpty() || seen.get().state().ready() ? seen : find(id);
  }

  /**
   * How a job of another one stands, as soon as it has ended, or after the given time, or when the
   * thread is interrupted; its flag stays set.
   *
   * @param parent the job that has submitted it
   * @return empty when there is no such job of that one
   */
  public Optional<JobState> awaitChild(UUID id, UUID parent, Duration limit) {
    return signal.await(
        topic(id),
        limit,
        () -> store.state(id, parent),
        state -> state.isEmpty() || state.get().ready());
  }

  /**
   * Jobs by id, newest first, older than {@code before} where given.
   *
   * @param limit how many at most; fewer come when their results are large
   */
  public JobPage list(JobFilter filter, @Nullable UUID before, int limit) {
    return store.list(filter, before, limit);
  }

  /** Forgets a job that has ended, with its output. */
  public Deletion delete(UUID id) {
    if (store.delete(id)) {
      return Deletion.DONE;
    }
    return find(id).isPresent() ? Deletion.NOT_FINISHED : Deletion.NOT_FOUND;
  }

  /**
   * What an attempt that has ended had printed, as far as it was kept.
   *
   * @param stream {@code STDOUT} or {@code STDERR}
   */
  public byte[] output(UUID id, int attempt, String stream) {
    return store.output(id, attempt, stream).orElseGet(() -> new byte[0]);
  }

  /** The topic on which a change of the job is signalled. */
  public static String topic(UUID id) {
    return "job/" + id;
  }
}
