package io.forkyard.api;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue that all jobs, and callers over HTTP, share: {@code multiprocessing.JoinableQueue}. First
 * in, first out; first come, first served. Any thread may use it; every call asks the service.
 *
 * <p>Of what can be done with it two ways suit workers. One that may lose an item with its process
 * takes it, and counts it as done; {@link #join} waits for all:
 *
 * <pre>{@code
 * Object item = queue.take();
 * work(item);
 * queue.taskDone();
 * }</pre>
 *
 * One that may not borrows it, so that a worker that dies leaves it to the next:
 *
 * <pre>{@code
 * try (LentItem<Object> item = queue.lend(Duration.ofMinutes(5))) {
 *   work(item.value());
 *   item.acknowledge();
 * }
 * }</pre>
 *
 * <p>A queue that was closed or deleted is an {@link IllegalStateException}, a crowd of waiters
 * above the limit a {@link java.util.concurrent.RejectedExecutionException}.
 *
 * @param <E> the items
 */
public interface SharedQueue<E> extends BlockingQueue<E> {

  /**
   * Takes off one of what is unfinished, which goes up with each put: {@code
   * JoinableQueue.task_done}. Whoever got an item says so when it is done with; acknowledging a
   * lent one does not.
   *
   * @throws IllegalStateException if nothing is unfinished: Python's {@code ValueError}
   */
  void taskDone();

  /**
   * Waits until nothing is unfinished: {@code JoinableQueue.join}.
   *
   * @throws InterruptedException if it was interrupted
   */
  void join() throws InterruptedException;

  /**
   * The same for a limited time.
   *
   * @return whether nothing is unfinished
   * @throws InterruptedException if it was interrupted
   */
  boolean join(long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Borrows the item at the head, and waits for one. Unless it is acknowledged in time, it is at
   * the head again when the lease ends, when it is given back, or as soon as this process is gone,
   * however it died; after the queue's {@code maxDeliveries} loans it is a dead letter. A process
   * whose job ends with an item that is lent still runs no further job.
   *
   * @param lease from a millisecond to the service's {@code forkyard.queue.max-lease}
   * @throws IllegalArgumentException if the lease is anything else
   * @throws InterruptedException if it was interrupted; nothing is lent then
   */
  LentItem<E> lend(Duration lease) throws InterruptedException;

  /**
   * The same for an item that is there in time.
   *
   * @return null if there was none
   * @throws IllegalArgumentException if the lease is not possible
   * @throws InterruptedException if it was interrupted; nothing is lent then
   */
  @Nullable LentItem<E> lend(Duration lease, long timeout, TimeUnit unit)
      throws InterruptedException;
}
