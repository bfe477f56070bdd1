package io.forkyard.job;

import java.util.List;
import java.util.function.Predicate;

/**
 * Which sources can be handed out on this node: those that are to be compiled yet let others pass.
 *
 * @param now whether the classes are there; asked within a transaction, so it only looks them up
 * @param passed hashes of sources that are known to lack them
 * @param any whether there is any use in looking at other sources
 */
public record Ready(Predicate<Code> now, List<String> passed, boolean any) {

  /** All are. */
  public static final Ready ALL = new Ready(code -> true, List.of(), true);

  public Ready {
    passed = List.copyOf(passed);
  }
}
