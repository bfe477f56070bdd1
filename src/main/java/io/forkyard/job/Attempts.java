package io.forkyard.job;

import io.forkyard.storage.ChangeSignal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How pools move jobs. Each change is committed before it is signalled. */
public final class Attempts {

  /** So many get the exit code of their process in one transaction. */
  private static final int AT_ONCE = 500;

  private final ClaimStore claims;
  private final AttemptStore attempts;
  private final PendingStore pending;
  private final RecoveryStore recovery;
  private final MapEndStore maps;
  private final MapChanges mapChanges;
  private final ChangeSignal signal;
  private final Endings endings;
  private final Consumer<JobEnded> ended;

  Attempts(
      ClaimStore claims,
      AttemptStore attempts,
      PendingStore pending,
      RecoveryStore recovery,
      MapEndStore maps,
      MapChanges mapChanges,
      ChangeSignal signal,
      Endings endings,
      Consumer<JobEnded> ended) {
    this.claims = claims;
    this.attempts = attempts;
    this.pending = pending;
    this.recovery = recovery;
    this.maps = maps;
    this.mapChanges = mapChanges;
    this.signal = signal;
    this.endings = endings;
    this.ended = ended;
  }

  /** Gives the jobs whose turn it is to the children that fit, as many as there are slots. */
  public Turn claim(String pool, Slots slots, List<Offer> offers) {
    Turn turn = claims.claim(pool, slots, offers);
    turn.claims().forEach(claim -> changed(claim.id()));
    turn.chunks().forEach(chunk -> mapChanges.tellProgress(chunk.map()));
    return turn;
  }

  /** Whether jobs or maps of a pool wait or run, on any node. */
  public boolean left(String pool) {
    return pending.left(pool);
  }

  /** The pools that may have something to hand out. */
  public List<String> waiting() {
    return pending.waiting();
  }

  /** Notes that the child was told to stop. False when the attempt is not the current one. */
  public boolean stopping(Claim claim) {
    return signalled(claim, attempts.stopping(claim));
  }

  /** Notes how far attempts are; of one that is not the current one nothing is kept. */
  public void progress(List<Share> shares) {
    attempts.progress(shares);
    shares.forEach(share -> changed(share.job()));
  }

  /**
   * Begins to write the end of an attempt; the job ends, or waits for its next one. What is written
   * after the call comes after the end.
   *
   * @return waits until it is written and tells of it; false when the attempt is not the current
   *     one and nothing was changed
   */
  public BooleanSupplier finish(Claim claim, End end) {
    Supplier<@Nullable Ending> begun = attempts.finish(claim, end);
    return () -> finished(claim, begun.get());
  }

  private boolean finished(Claim claim, @Nullable Ending ending) {
    if (ending != null && ending.state().ready()) {
      endings.tell(claim.id(), ending);
      ended.accept(JobEnded.of(claim, ending));
    }
    return signalled(claim, ending != null);
  }

  /** Puts a job back as if its attempt had never begun, for a stop of the service. */
  public void putBack(Claim claim) {
    attempts.putBack(claim);
    changed(claim.id());
  }

  /**
   * Adds the exit code of a process to all jobs that it had answered, which may be very many: other
   * writes take turns with it.
   */
  public void gone(Claim claim, int exitCode) {
    int some;
    do {
      some = attempts.goneSome(claim, exitCode, AT_ONCE);
    } while (some >= AT_ONCE);
    changed(claim.id());
  }

  /** Whether the job was waiting and now never starts. */
  public boolean cancel(UUID id) {
    Optional<JobEnded> cancelled = pending.cancel(id);
    cancelled.ifPresent(this::ended);
    return cancelled.isPresent();
  }

  /**
   * Cancels all that waits in a pool, which must not take any more: its whole backlog, and what
   * waits of maps that run.
   */
  public void cancelAll(String pool) {
    List<JobEnded> cancelled;
    do {
      cancelled = pending.cancelSome(pool);
      cancelled.forEach(this::ended);
    } while (!cancelled.isEmpty());
    List<UUID> stopped;
    do {
      stopped = maps.stopSome(pool);
      stopped.forEach(mapChanges::tell);
    } while (!stopped.isEmpty());
  }

  /**
   * Takes an attempt from the jobs and the items of maps whose turn it is, because no child starts
   * for them.
   *
   * @param jvmOptions which jobs: those that need exactly these beyond the pool's settings
   * @param process the last that failed to start, if there was one
   */
  public void failStart(
      String pool, String jvmOptions, Failure failure, @Nullable JobProcess process) {
    pending.failStart(pool, jvmOptions, failure, process).forEach(this::ended);
    maps.failStart(pool, jvmOptions, failure).forEach(mapChanges::tell);
  }

  /**
   * Keeps what a child of a node that is gone had printed, for the attempt that it had. Call it
   * before {@link #recover}; once more does no harm.
   *
   * @param truncated whether some of it is missing
   */
  public void keepOutput(String owner, long pid, String stream, byte[] bytes, boolean truncated) {
    recovery.keepOutput(owner, pid, stream, bytes, truncated);
  }

  /**
   * Settles what ran on nodes that are gone. Call it before any claim, and {@link #ended} as soon
   * as there is somebody who hears it.
   *
   * @return the jobs that have ended by it
   */
  public List<JobEnded> recover() {
    maps.recover().forEach(mapChanges::tell);
    return recovery.recover();
  }

  /** Tells that a job has ended, after that was stored. */
  public void ended(JobEnded end) {
    endings.tell(end.id(), null);
    ended.accept(end);
    changed(end.id());
  }

  private boolean signalled(Claim claim, boolean done) {
    if (done) {
      changed(claim.id());
    }
    return done;
  }

  private void changed(UUID id) {
    signal.changed(Jobs.topic(id));
  }
}
