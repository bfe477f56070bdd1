package io.forkyard.inside;

import io.forkyard.process.CallRefusedException;
import io.forkyard.process.Parcel;
import io.forkyard.queue.Item;
import io.forkyard.queue.Queues;
import io.forkyard.queue.Taken;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Items on their way to a child; those that it does not receive are at the head again. */
record ItemParcel(Queues queues, List<Item> items) implements Parcel {

  /**
   * The answer to a get.
   *
   * @param queue its name
   */
  static Supplier<String> of(Taken taken, String queue, Queues queues)
      throws CallRefusedException, InterruptedException {
    return switch (taken) {
      case Taken.Items(List<Item> items) -> new ItemParcel(queues, items);
      case Taken.Empty() -> () -> "[]";
      case Taken.Refused refused -> throw Asked.refusal("queue", queue, refused.why());
    };
  }

  @Override
  public String get() {
    return array(items.stream().flatMap(ItemParcel::texts).toList());
  }

  /** A lent item comes behind its token. */
  private static Stream<String> texts(Item item) {
    return item.token() == null
        ? Stream.of(item.json())
        : Stream.of('"' + item.token() + '"', item.json());
  }

  @Override
  public long weight() {
    return items.stream().mapToLong(item -> item.json().length()).sum();
  }

  @Override
  public void takeBack() {
    queues.giveBack(items);
  }

  /** Texts of JSON as the text of their array. */
  static String array(List<String> items) {
    return "[" + String.join(",", items) + "]";
  }
}
