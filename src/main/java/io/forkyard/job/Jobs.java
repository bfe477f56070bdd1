package io.forkyard.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The jobs that were accepted, and their ends. */
public final class Jobs {

  /** What became of a wish to forget a job. */
  public enum Deletion {
    DONE,
    NOT_FOUND,
    NOT_FINISHED
  }

  /** The job with this id. */
  public Optional<Job> find(UUID id) {
    throw new UnsupportedOperationException();
  }

  /** The job as soon as it has ended, or as it stands after the given time. */
  public Optional<Job> await(UUID id, Duration limit) {
    throw new UnsupportedOperationException();
  }

  /** Jobs by id, newest first, older than {@code before} where given. */
  public List<Job> list(JobFilter filter, @Nullable UUID before, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Forgets a job that has ended, with its output. */
  public Deletion delete(UUID id) {
    throw new UnsupportedOperationException();
  }
}
