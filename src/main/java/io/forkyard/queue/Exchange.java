package io.forkyard.queue;

import io.forkyard.storage.Proviso;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a transaction with the items of a queue came to. */
sealed interface Exchange {

  /**
   * A wish for items.
   *
   * @param max how many at most
   * @param lease for how long they are lent; null removes them
   * @param child the process that they are lent to, if it is a child JVM
   */
  record Wish(int max, @Nullable Duration lease, @Nullable String child) {}

  /**
   * Items that come together, all or none.
   *
   * @param proviso is written with them
   */
  record Put(List<Draft> drafts, Proviso proviso) {}

  /** How a put fared. */
  enum Verdict {
    STORED,
    REPEATED,
    NO_ROOM,
    TOO_MANY
  }

  /**
   * What a queue holds and could hold.
   *
   * @param ready items that the next gets find
   * @param room for items; below zero after items were given back
   * @param bytes of room
   * @param capacity for items when it is empty
   */
  record Level(int ready, int room, long bytes, int capacity) {

    Verdict verdict(List<Draft> put, boolean blocked) {
      if (put.size() > capacity) {
        return Verdict.TOO_MANY;
      }
      boolean fits = put.isEmpty() || put.size() <= room && size(put) <= bytes;
      return fits && !blocked ? Verdict.STORED : Verdict.NO_ROOM;
    }

    Level plus(List<Draft> put) {
      return new Level(ready + put.size(), room - put.size(), bytes - size(put), capacity);
    }

    Level minus(List<List<Item>> taken) {
      List<Item> items = taken.stream().flatMap(List::stream).toList();
      List<Item> removed = items.stream().filter(item -> item.token() == null).toList();
      return new Level(
          ready - items.size(),
          room + removed.size(),
          bytes + removed.stream().mapToLong(Item::bytes).sum(),
          capacity);
    }

    static long size(List<Draft> drafts) {
      return drafts.stream().mapToLong(Draft::bytes).sum();
    }
  }

  /**
   * Each put and each wish had its turn, the puts first.
   *
   * @param taken what each wish got, none for those that came too late
   */
  record Done(List<Verdict> puts, List<List<Item>> taken, Level level) implements Exchange {}

  /** There is no such queue. */
  record NoQueue() implements Exchange {}

  /** It is closed. */
  record Closed() implements Exchange {}
}
