package io.forkyard.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A job in the making; {@link Forkyard#job} begins one. What is not said is as the service has it,
 * but for the pool, the source and the class path: they are those of the job that submits.
 *
 * <pre>{@code
 * Future<Integer> count =
 *     Forkyard.job("com.acme.Primes::count").args(1, 1_000_000).kwarg("step", 2)
 *         .timeout(Duration.ofSeconds(30)).maxAttempts(2).submit(Integer.class);
 * }</pre>
 */
public final class JobBuilder {

  private final Session session;
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();

  JobBuilder(Session session, String target) {
    this.session = session;
    fields.put("target", Objects.requireNonNull(target, "target"));
  }

  /** The arguments by position. */
  public JobBuilder args(@Nullable Object... args) {
    return with("args", new ArrayList<>(Arrays.asList(args)));
  }

  /** An argument by the name of its parameter. */
  public JobBuilder kwarg(String name, @Nullable Object value) {
    kwargs.put(name, value);
    return this;
  }

  /** Another pool than that of this job. */
  public JobBuilder pool(String pool) {
    return with("pool", pool);
  }

  /** A name to find it by. */
  public JobBuilder name(String name) {
    return with("name", name);
  }

  /** How long each attempt may take. */
  public JobBuilder timeout(Duration timeout) {
    return with("timeout", timeout.toMillis());
  }

  /** How often it is tried at most. */
  public JobBuilder maxAttempts(int times) {
    return with("maxAttempts", times);
  }

  /** Jobs with a higher one start first. */
  public JobBuilder priority(int priority) {
    return with("priority", priority);
  }

  /** How long it waits before its first attempt. */
  public JobBuilder delay(Duration delay) {
    return with("delay", delay.toMillis());
  }

  /**
   * Submits it, for a value as JSON has it.
   *
   * @throws IllegalArgumentException if this cannot be a job
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more jobs
   */
  public Future<Object> submit() {
    return submit(Object.class);
  }

  /**
   * Submits it.
   *
   * <p>While a job waits in {@code get}, another may have its place in the pool, so jobs that wait
   * for jobs do not block each other; it goes on, also after a time-out, when a place is free
   * again. Where too many jobs wait to leave room for one that runs, {@code get} throws a {@link
   * java.util.concurrent.RejectedExecutionException} at once. A job that failed is an {@link
   * java.util.concurrent.ExecutionException} whose cause is a {@link JobFailedException}. {@code
   * cancel(true)} terminates a job with all that it has started, {@code cancel(false)} only keeps
   * one from starting. The job runs on when the one that submitted it ends.
   *
   * @param type that the value is converted to
   * @throws IllegalArgumentException if this cannot be a job
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more jobs
   */
  public <T> Future<T> submit(Class<T> type) {
    Map<String, @Nullable Object> job = new LinkedHashMap<>(fields);
    job.put("kwargs", new LinkedHashMap<>(kwargs));
    return session.submit(job, type);
  }

  private JobBuilder with(String field, Object value) {
    fields.put(field, Objects.requireNonNull(value, field));
    return this;
  }
}
