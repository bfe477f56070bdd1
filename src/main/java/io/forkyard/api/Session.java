package io.forkyard.api;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
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

  /**
   * A shared queue.
   *
   * @param type of its items
   * @param maxsize to create it with where there is none; null if it must be there
   */
  <E> SharedQueue<E> queue(String name, Class<E> type, @Nullable Integer maxsize);

  /**
   * A shared lock.
   *
   * @param reentrant to create it with where there is none; null if it must be there
   */
  Lock lock(String name, @Nullable Boolean reentrant);

  /**
   * A shared semaphore.
   *
   * @param value to create it with where there is none; null if it must be there
   */
  SharedSemaphore semaphore(String name, @Nullable Integer value, boolean bounded);

  /** A shared event, created where there is none. */
  SharedEvent event(String name);
}
