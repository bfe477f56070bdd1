package io.forkyard.queue;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * The ids of what is put together: each follows the one before, so that few characters tell of all.
 *
 * @param first of the ids
 * @param count how many there are
 */
public record PutIds(UUID first, int count) {

  /** These bits count up, the others are random; so no sum ever reaches the bits above. */
  private static final long COUNTED = Integer.MAX_VALUE;

  static PutIds next(int count) {
    UUID random = UUID.randomUUID();
    long low = random.getLeastSignificantBits() & ~COUNTED;
    return new PutIds(new UUID(random.getMostSignificantBits(), low), count);
  }

  /** All of them, in the order of their items. */
  public List<String> all() {
    return LongStream.range(0, count)
        .mapToObj(
            n -> new UUID(first.getMostSignificantBits(), first.getLeastSignificantBits() + n))
        .map(UUID::toString)
        .toList();
  }

  /** Reads what {@link #toString} has written. */
  public static PutIds parse(String text) {
    String[] parts = text.split("\\*", 2);
    return new PutIds(UUID.fromString(parts[0]), Integer.parseInt(parts[1]));
  }

  @Override
  public String toString() {
    return first + "*" + count;
  }
}
