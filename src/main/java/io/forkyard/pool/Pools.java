package io.forkyard.pool;

import io.forkyard.job.Job;
import io.forkyard.job.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The pools of this service and the way into them. */
public final class Pools {

  /** What became of a submission. */
  public sealed interface Submitted {
    /** It is stored and will end. */
    record Accepted(Job job) implements Submitted {}

    /** There is no such pool. */
    record NoPool() implements Submitted {}

    /** The pool takes no more jobs. */
    record Closed() implements Submitted {}

    /** As many jobs wait as may. */
    record Full(int maxPending) implements Submitted {}

    /** The class path names a jar that was not uploaded. */
    record NoArtifact(String id) implements Submitted {}

    /** The target is the main class of a jar, and no jar of the class path names one. */
    record NoMainClass() implements Submitted {}
  }

  /** What became of a wish to stop a job. */
  public sealed interface Stopped {
    /** It had not started and never will. */
    record Cancelled(Job job) implements Stopped {}

    /** Its child was told to stop. */
    record Stopping(Job job) implements Stopped {}

    /** It had ended before. */
    record AlreadyFinished(Job job) implements Stopped {}

    /** There is no such job. */
    record NotFound() implements Stopped {}
  }

  /** What became of a pool's settings. */
  public sealed interface Put {
    /** The pool is new. */
    record Created(PoolStatus pool) implements Put {}

    /** The pool was there and runs with the new settings. */
    record Replaced(PoolStatus pool) implements Put {}

    /** It is closed and has not been joined. */
    record Closed() implements Put {}
  }

  /** What became of a wish to delete a pool. */
  public enum Deletion {
    DONE,
    NOT_FOUND,
    BUSY,
    DEFAULT
  }

  /** Creates a pool or changes one in place; returns when its spares have a pid. */
  public Put put(String name, PoolSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** The pool of this name. */
  public Optional<PoolStatus> find(String name) {
    throw new UnsupportedOperationException();
  }

  /** All pools by name. */
  public List<PoolStatus> list() {
    throw new UnsupportedOperationException();
  }

  /** Deletes a pool without jobs and ends its idle children. */
  public Deletion delete(String name) {
    throw new UnsupportedOperationException();
  }

  /** Stores a job for its pool. What is accepted survives the service. */
  public Submitted submit(Submission submission) {
    throw new UnsupportedOperationException();
  }

  /** Asks a job's child to stop, and kills it after the grace, with all that it started. */
  public Stopped terminate(UUID job, Duration grace) {
    throw new UnsupportedOperationException();
  }

  /** Kills a job's child with all that it started. */
  public Stopped kill(UUID job) {
    throw new UnsupportedOperationException();
  }
}
