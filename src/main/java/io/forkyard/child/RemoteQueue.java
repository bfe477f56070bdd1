package io.forkyard.child;

import io.forkyard.api.Forkyard;
import io.forkyard.child.json.Json;
import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.Place;
import io.forkyard.child.json.Values;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue of the service. An item is the service's until it was converted here.
 *
 * @param <E> the items
 */
final class RemoteQueue<E> extends AbstractQueue<E> implements BlockingQueue<E> {

  /** The service hands out so many at once. */
  private static final int BATCH = 100;

  private final String name;
  private final Class<E> type;
  private final Shared shared;

  RemoteQueue(String name, Class<E> type, Shared shared) {
    this.name = name;
    this.type = type;
    this.shared = shared;
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
    List<E> one = taking(1).receive(true, this::items);
    return one.get(0);
  }

  @Override
  public @Nullable E poll() {
    return first(atOnce(1));
  }

  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return first(taking(1).within(timeout, unit).receive(true, this::items));
  }

  @Override
  public @Nullable E peek() {
    return first(new ItemPages(1).next());
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
    return new Items(new ItemPages(BATCH));
  }

  @Override
  public boolean remove(Object item) {
    throw new UnsupportedOperationException("items leave a shared queue from its head only");
  }

  @Override
  public String toString() {
    return "queue " + name;
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

  /** An interrupt does not end what does not wait. */
  private List<E> atOnce(int most) {
    try {
      return taking(most).now().receive(false, this::items);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the job ends", e);
    }
  }

  private static <E> @Nullable E first(List<E> items) {
    return items.isEmpty() ? null : items.get(0);
  }

  private int number(String field) {
    Map<?, ?> status = (Map<?, ?>) Objects.requireNonNull(request("status").ask());
    return ((Number) Objects.requireNonNull(status.get(field))).intValue();
  }

  private List<E> items(String json) {
    return items((List<?>) Objects.requireNonNull(Json.parse(json)));
  }

  private List<E> items(List<?> json) {
    List<E> items = new ArrayList<>(json.size());
    for (Object item : json) {
      items.add(item(item));
    }
    return items;
  }

  /** A primitive type's class cannot cast to its own values. */
  @SuppressWarnings("unchecked")
  private E item(@Nullable Object json) {
    if (json == null && type == Object.class) {
      return (E) Forkyard.NULL;
    }
    try {
      Object item = Values.read(json, type, Place.of("item"));
      if (item != null) {
        return (E) item;
      }
    } catch (MismatchException e) {
      throw new ClassCastException(this + ", " + e.getMessage());
    }
    throw new ClassCastException(this + ", item: null is no " + type.getName());
  }

  /** Reads the items that are there, page by page. */
  private final class ItemPages {

    private final int limit;
    private @Nullable Object after;
    private boolean more = true;

    ItemPages(int limit) {
      this.limit = limit;
    }

    List<E> next() {
      if (!more) {
        return List.of();
      }
      Request request = request("items").with("limit", limit).with("after", after);
      Map<?, ?> page = (Map<?, ?>) Objects.requireNonNull(request.ask());
      after = page.get("last");
      more = Boolean.TRUE.equals(page.get("more"));
      return items((List<?>) Objects.requireNonNull(page.get("items")));
    }
  }

  private final class Items implements Iterator<E> {

    private final ItemPages pages;
    private Iterator<E> page = List.<E>of().iterator();

    Items(ItemPages pages) {
      this.pages = pages;
    }

    @Override
    public boolean hasNext() {
      if (!page.hasNext()) {
        page = pages.next().iterator();
      }
      return page.hasNext();
    }

    @Override
    public E next() {
      boolean unused = hasNext();
      return page.next();
    }
  }
}
