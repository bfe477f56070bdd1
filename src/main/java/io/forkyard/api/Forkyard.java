package io.forkyard.api;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What a job can ask about itself and of the service, from any of its threads.
 *
 * <pre>{@code
 * Future<Integer> half = Forkyard.submit(Integer.class, "com.acme.Primes::count", 1, 500_000);
 * Forkyard.progress(0.5);
 * System.out.println(half.get() + " counted by a child of job " + Forkyard.jobId());
 * }</pre>
 *
 * The items of a map and a process of its own have all this but a progress. An initializer belongs
 * to no job and can only ask who it is. Elsewhere every method throws {@link
 * IllegalStateException}.
 */
public final class Forkyard {

  /** What stands for a JSON null in a queue, as a {@link BlockingQueue} cannot hold null. */
  public static final Object NULL = new Null();

  private static final class Null {
    @Override
    public String toString() {
      return "null";
    }
  }

  private static volatile @Nullable Session session;

  private Forkyard() {}

  /** The process id of the JVM that runs the job, as the service shows it. */
  public static long pid() {
    return session().pid();
  }

  /** The process id of the service that started the JVM. */
  public static long ppid() {
    return session().ppid();
  }

  /** The id of the job, of the map or of the process; empty in an initializer. */
  public static String jobId() {
    return session().jobId();
  }

  /**
   * Which attempt at the job this is: 1, and more when earlier ones failed; 0 in an initializer.
   */
  public static int attempt() {
    return session().attempt();
  }

  /**
   * Tells the service how much of the job is done. The latest word counts; a new attempt begins
   * without one.
   *
   * @param share from 0 to 1
   * @throws IllegalArgumentException if it is anything else
   * @throws IllegalStateException in what is no job, such as an item of a map
   */
  public static void progress(double share) {
    session().progress(share);
  }

  /**
   * Submits a job to the pool of this one, with the same source and class path; from a process of
   * its own to the pool {@code default}.
   *
   * <p>Arguments and results travel as JSON, as those of every job: numbers, strings, enums,
   * records, beans, collections, maps, arrays. Where no type is asked for, a whole number comes
   * back as Integer, Long or BigInteger, an object as a Map.
   *
   * @param target {@code pkg.Type::method}, or the name of a type with a {@code main} or that is a
   *     Callable, Supplier or Runnable
   * @param args by position
   * @return its value; see {@link JobBuilder#submit(Class)}
   * @throws IllegalArgumentException if this cannot be a job
   * @throws IllegalStateException in an initializer
   * @throws java.util.concurrent.RejectedExecutionException if the pool takes no more jobs
   */
  public static Future<Object> submit(String target, @Nullable Object... args) {
    return job(target).args(args).submit();
  }

  /** The same with the value converted to a type. */
  public static <T> Future<T> submit(Class<T> type, String target, @Nullable Object... args) {
    return job(target).args(args).submit(type);
  }

  /** Begins a job of which more is to be said than its arguments. */
  public static JobBuilder job(String target) {
    return new JobBuilder(session(), target);
  }

  /**
   * A queue of the service, of any JSON values: a number comes out as Integer, Long, BigInteger or
   * Double, an object as a Map, null as {@link #NULL}. First in, first out, shared with all jobs
   * and with callers over HTTP. Any thread may use it; every call asks the service.
   *
   * <p>An interrupt ends a call that waits, which then has put or taken nothing. What a process has
   * not received when it dies stays in the queue; what it has borrowed goes back there. Iterators
   * show the items as they were and remove nothing, like {@code remove(Object)}: both are an {@link
   * UnsupportedOperationException}.
   *
   * @throws IllegalArgumentException if there is no queue of this name
   */
  public static SharedQueue<Object> queue(String name) {
    return session().queue(name, Object.class, null);
  }

  /**
   * The same, created where there is none of this name.
   *
   * @param maxsize most items in it; 0 or less is no bound
   * @throws IllegalArgumentException if there is one with another {@code maxsize}
   */
  public static SharedQueue<Object> queue(String name, int maxsize) {
    return session().queue(name, Object.class, maxsize);
  }

  /**
   * A queue whose items are of one type. One that is not stays in the queue, and who wants it gets
   * a {@link ClassCastException}.
   *
   * @param type that JSON is converted to, as for a parameter
   * @throws IllegalArgumentException if there is no queue of this name
   */
  public static <E> SharedQueue<E> queue(String name, Class<E> type) {
    return session().queue(name, type, null);
  }

  /** The same, created where there is none of this name. */
  public static <E> SharedQueue<E> queue(String name, Class<E> type, int maxsize) {
    return session().queue(name, type, maxsize);
  }

  /**
   * A lock of the service, shared with all jobs and with callers over HTTP. First come, first
   * served. A re-entrant one belongs to a thread; any thread of the process may unlock a plain one,
   * and whoever locks it twice waits for himself. It has no conditions.
   *
   * <p>It is free as soon as the process that holds it is gone, however it died. A process whose
   * job ends without unlocking runs no further job.
   *
   * @throws IllegalArgumentException if there is no lock of this name
   */
  public static Lock lock(String name) {
    return session().lock(name, null);
  }

  /**
   * The same, created where there is none of this name.
   *
   * @throws IllegalArgumentException if there is one that is re-entrant or not unlike this
   */
  public static Lock lock(String name, boolean reentrant) {
    return session().lock(name, reentrant);
  }

  /**
   * A semaphore of the service.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static SharedSemaphore semaphore(String name) {
    return session().semaphore(name, null, false);
  }

  /** The same, created where there is none of this name, without a bound. */
  public static SharedSemaphore semaphore(String name, int value) {
    return semaphore(name, value, false);
  }

  /**
   * The same, created where there is none of this name.
   *
   * @param bounded whether it may never have more than this value
   * @throws IllegalArgumentException if there is one with another value or bound
   */
  public static SharedSemaphore semaphore(String name, int value, boolean bounded) {
    return session().semaphore(name, value, bounded);
  }

  /** An event of the service, created where there is none of this name. */
  public static SharedEvent event(String name) {
    return session().event(name);
  }

  /**
   * Called by the child JVM before any code of a job is loaded. It works once, so a job cannot give
   * itself another identity.
   *
   * @throws IllegalStateException at any later call
   */
  public static synchronized void attach(Session child) {
    if (session != null) {
      throw new IllegalStateException("only the child JVM attaches a session, and it has");
    }
    session = child;
  }

  private static Session session() {
    Session current = session;
    if (current == null) {
      throw new IllegalStateException("not inside a Forkyard job");
    }
    return current;
  }
}
