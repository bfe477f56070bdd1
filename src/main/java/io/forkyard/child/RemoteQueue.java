package io.forkyard.child;

import io.forkyard.api.LentItem;
import io.forkyard.api.SharedQueue;
import io.forkyard.child.json.Json;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue of the service. An item is the service's until it was converted here.
 *
 * @param <E> the items
 */
final class RemoteQueue<E> extends AbstractQueue<E> implements SharedQueue<E> {

  /** The service hands out so many at once. */
  private static final int BATCH = 100;

  private final String name;
  private final Shared shared;
  private final ItemReader<E> reader;

  RemoteQueue(String name, Class<E> type, Shared shared) {
    this.name = name;
    this.shared = shared;
    reader = new ItemReader<>(name, type);
  }

  @Override
  public void put(E item) throws InterruptedException {
    putting(item).askInterruptibly();
  }

  @Override
  public boolean offer(E item) {
    return Boolean.TRUE.equals(putting(item).now().ask());
  }

  @Override
  public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
    return Boolean.TRUE.equals(putting(item).within(timeout, unit).askInterruptibly());
  }

  @Override
  public E take() throws InterruptedException {
    List<E> one = taking(1).receive(true, reader::items);
    return one.get(0);
  }

  @Override
  public @Nullable E poll() {
    return first(atOnce(1));
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return first(taking(1).within(timeout, unit).receive(true, reader::items));
  }

  @Override
  public @Nullable E peek() {
    return first(pages(1).next());
  }

  @Override
  public int drainTo(Collection<? super E> into) {
    return drainTo(into, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super E> into, int most) {
    if (Objects.requireNonNull(into) == this) {
      throw new IllegalArgumentException("a queue cannot be drained to itself");
    }
    int drained = 0;
    List<E> items = List.of();
    do {
      items = most > drained ? atOnce(Math.min(BATCH, most - drained)) : List.of();
      into.addAll(items);
      drained += items.size();
    } while (!items.isEmpty());
    return drained;
  }

  @Override
  public int size() {
    return number("qsize");
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public int remainingCapacity() {
    return number("room");
  }

  @Override
  public void clear() {
    request("clear").ask();
  }

  /** The items as they were when each page of them was read. */
  @Override
  public Iterator<E> iterator() {
    return pages(BATCH).iterator();
  }

  @Override
  public boolean remove(Object item) {
    throw new UnsupportedOperationException("items leave a shared queue from its head only");
  }

  @Override
  public String toString() {
    return "queue " + name;
  }

  @Override
  public void taskDone() {
    request("taskDone").ask();
  }

  @Override
  public void join() throws InterruptedException {
    request("join").askInterruptibly();
  }

  @Override
  public boolean join(long timeout, TimeUnit unit) throws InterruptedException {
    return Boolean.TRUE.equals(request("join").within(timeout, unit).askInterruptibly());
  }

  @Override
  public LentItem<E> lend(Duration lease) throws InterruptedException {
    return lending(lease).receive(true, this::loans).get(0);
  }

  @Override
  public @Nullable LentItem<E> lend(Duration lease, long timeout, TimeUnit unit)
      throws InterruptedException {
    return first(lending(lease).within(timeout, unit).receive(true, this::loans));
  }

  private Request request(String what) {
    return shared.request("queue." + what, name);
  }

  private Request putting(E item) {
    return request("put").with("item", Request.text(Objects.requireNonNull(item), "item"));
  }

  private Request taking(int most) {
    return request("take").with("max", most);
  }

  private Request lending(Duration lease) {
    return request("lend").with("lease", RemoteLoan.milliseconds(lease));
  }

  /** None or one, which comes behind its token. */
  private List<LentItem<E>> loans(String json) {
    List<?> told = (List<?>) Objects.requireNonNull(Json.parse(json));
    if (told.isEmpty()) {
      return List.of();
    }
    String token = (String) Objects.requireNonNull(told.get(0));
    return List.of(new RemoteLoan<>(name, token, reader.item(told.get(1)), shared));
  }

  private ItemPages<E> pages(int limit) {
    return new ItemPages<>(limit, () -> request("items"), reader);
  }

  /** An interrupt does not end what does not wait. */
  private List<E> atOnce(int most) {
    try {
      return taking(most).now().receive(false, reader::items);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the job ends", e);
    }
  }

  private static <T> @Nullable T first(List<T> items) {
    return items.isEmpty() ? null : items.get(0);
  }

  private int number(String field) {
    Map<?, ?> status = (Map<?, ?>) Objects.requireNonNull(request("status").ask());
    return ((Number) Objects.requireNonNull(status.get(field))).intValue();
  }
}
