package io.forkyard.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item that was taken from a queue.
 *
 * @param position its place in the order of puts
 * @param id of its put
 * @param json its text, as it came
 * @param bytes of that text in UTF-8
 * @param deliveries how often it was lent, this time included
 * @param token of its lease; null when it is not lent but removed
 */
public record Item(
    String queue,
    long position,
    String id,
    String json,
    int bytes,
    int deliveries,
    Instant putAt,
    @Nullable String token) {

  Item lent(String lease) {
    return new Item(queue, position, id, json, bytes, deliveries + 1, putAt, lease);
  }
}
