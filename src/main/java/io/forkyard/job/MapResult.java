package io.forkyard.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items next to each other that are through.
 *
 * @param first index of the first
 * @param last index after the last
 * @param seq grows in the order in which items got done
 * @param values one for each item, JSON; null when they have a failure
 * @param failure of each item; null when they have values
 * @param ran false when they never had their turn
 */
public record MapResult(
    int first,
    int last,
    long seq,
    @Nullable List<String> values,
    @Nullable Failure failure,
    boolean ran) {}
