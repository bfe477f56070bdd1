package io.forkyard.job;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Items of a map whose turn has come, and the child that got them. All that is written about them
 * is written under the token of the offer.
 *
 * @param first index of its first item
 * @param last index after its last item
 * @param number which attempt at these items this is, from 1
 * @param star whether each item is an array of arguments
 * @param source hash of the source, if it has one
 * @param classpath ids of its jars
 * @param timeout of each item, if the map names one
 * @param failed how many items of the map had failed
 */
public record Chunk(
    Offer offer,
    UUID map,
    String pool,
    int first,
    int last,
    int number,
    String target,
    String kwargs,
    boolean star,
    @Nullable String source,
    List<String> classpath,
    @Nullable Duration timeout,
    int maxAttempts,
    int failed) {

  public int size() {
    return last - first;
  }
}
