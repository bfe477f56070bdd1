package io.forkyard.queue;

import java.util.List;

/**
 * A part of a queue's items.
 *
 * @param items their texts, in order
 * @param last the position of the last one, where the next page goes on
 * @param more whether there are more behind it
 */
public record ItemPage(List<String> items, long last, boolean more) {}
