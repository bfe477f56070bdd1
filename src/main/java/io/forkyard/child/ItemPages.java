package io.forkyard.child;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items that are in a queue, page by page.
 *
 * @param <E> the items
 */
final class ItemPages<E> {

  private final int limit;
  private final Supplier<Request> question;
  private final ItemReader<E> reader;
  private @Nullable Object after;
  private boolean more = true;

  /**
   * From the head on.
   *
   * @param limit most items of a page
   */
  ItemPages(int limit, Supplier<Request> question, ItemReader<E> reader) {
    this.limit = limit;
    this.question = question;
    this.reader = reader;
  }

  List<E> next() {
    if (!more) {
      return List.of();
    }
    Request request = question.get().with("limit", limit).with("after", after);
    Map<?, ?> page = (Map<?, ?>) Objects.requireNonNull(request.ask());
    after = page.get("last");
    more = Boolean.TRUE.equals(page.get("more"));
    return reader.items((List<?>) Objects.requireNonNull(page.get("items")));
  }

  Iterator<E> iterator() {
    return new Items();
  }

  private final class Items implements Iterator<E> {

    private Iterator<E> page = List.<E>of().iterator();

    @Override
    public boolean hasNext() {
      if (!page.hasNext()) {
        page = ItemPages.this.next().iterator();
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
