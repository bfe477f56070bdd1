package io.forkyard.pool;

import io.forkyard.job.Job;

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
