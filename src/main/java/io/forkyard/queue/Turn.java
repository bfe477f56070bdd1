package io.forkyard.queue;

import io.forkyard.queue.Exchange.Wish;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which items of a queue in one transaction, in the order of the puts.
 *
 * @param taken what each wish gets, lent items with their tokens
 * @param lent those of them that are lent
 * @param removed those that were stored before and are taken for good
 * @param stored those put in this transaction that are not taken for good in it too
 */
record Turn(List<List<Item>> taken, List<Lent> lent, List<Item> removed, List<Item> stored) {

  /** An item that is lent, and how. */
  record Lent(Item item, Duration lease, @Nullable String child) {}

  /** One transaction hands out so many characters at most, but always an item. */
  static final int CHARACTERS = 8_000_000;

  /**
   * Gives the items to the wishes.
   *
   * @param head items at the head of the queue
   * @param whole whether there are no more than those, so that those put now are next
   * @param fresh those put now
   */
  static Turn of(List<Item> head, boolean whole, List<Item> fresh, List<Wish> wishes) {
    Deque<Item> line = new ArrayDeque<>(head);
    if (whole) {
      line.addAll(fresh);
    }
    List<List<Item>> taken = new ArrayList<>();
    List<Lent> lent = new ArrayList<>();
    Set<Long> removed = new HashSet<>();
    long characters = 0;
    for (Wish wish : wishes) {
      List<Item> items = new ArrayList<>();
      while (!line.isEmpty() && items.size() < wish.max() && characters < CHARACTERS) {
        Item item = line.removeFirst();
        characters += item.json().length();
        Duration lease = wish.lease();
        if (lease == null) {
          removed.add(item.position());
          items.add(item);
        } else {
          Item given = item.lent(UUID.randomUUID().toString());
          lent.add(new Lent(given, lease, wish.child()));
          items.add(given);
        }
      }
      taken.add(items);
    }
    return new Turn(
        taken,
        lent,
        head.stream().filter(item -> removed.contains(item.position())).toList(),
        fresh.stream().filter(item -> !removed.contains(item.position())).toList());
  }
}
