package io.forkyard.child;

import io.forkyard.api.Forkyard;
import io.forkyard.child.json.Json;
import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.Place;
import io.forkyard.child.json.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the items of a queue from JSON. One that does not fit is a {@link ClassCastException}.
 *
 * @param <E> the items
 */
final class ItemReader<E> {

  private final String queue;
  private final Class<E> type;

  ItemReader(String queue, Class<E> type) {
    this.queue = queue;
    this.type = type;
  }

  List<E> items(String json) {
    return items((List<?>) Objects.requireNonNull(Json.parse(json)));
  }

  List<E> items(List<?> json) {
    List<E> items = new ArrayList<>(json.size());
    for (Object item : json) {
      items.add(item(item));
    }
    return items;
  }

  /** A primitive type's class cannot cast to its own values. */
  @SuppressWarnings("unchecked")
  E item(@Nullable Object json) {
    if (json == null && type == Object.class) {
      return (E) Forkyard.NULL;
    }
    try {
      Object item = Values.read(json, type, Place.of("item"));
      if (item != null) {
        return (E) item;
      }
    } catch (MismatchException e) {
      throw new ClassCastException("queue " + queue + ", " + e.getMessage());
    }
    throw new ClassCastException("queue " + queue + ", item: null is no " + type.getName());
  }
}
