package io.forkyard.api;

import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What stands behind {@link Forkyard} in a child JVM. Implemented by Forkyard itself only. */
public interface Session {

  /** The child's process id. */
  long pid();

  /** The process id of the service. */
  long ppid();

  /** The id of the job that runs. */
  String jobId();

  /** Which attempt at the job this is, from 1. */
  int attempt();

  /** Tells how much of the job is done, from 0 to 1. */
  void progress(double share);

  /**
   * Submits a job.
   *
   * @param job its fields by name
   * @param type that its value is converted to
   */
  <T> Future<T> submit(Map<String, @Nullable Object> job, Class<T> type);
}
