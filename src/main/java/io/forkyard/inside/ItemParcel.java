package io.forkyard.inside;

import io.forkyard.process.Parcel;
import io.forkyard.queue.Item;
import io.forkyard.queue.Queues;
import io.forkyard.storage.Persistence;
import java.util.List;

/** Items on their way to a child; those that it does not receive are at the head again. */
record ItemParcel(Queues queues, List<Item> items, Persistence persistence) implements Parcel {

  @Override
  public String get() {
    return array(items.stream().map(Item::json).toList());
  }

  @Override
  public long weight() {
    return items.stream().mapToLong(item -> item.json().length()).sum();
  }

  @Override
  public void takeBack() {
    var unused =
        persistence.insist(
            "the return of items to a queue",
            () -> {
              queues.giveBack(items);
              return true;
            });
  }

  /** Texts of JSON as the text of their array. */
  static String array(List<String> items) {
    return "[" + String.join(",", items) + "]";
  }
}
