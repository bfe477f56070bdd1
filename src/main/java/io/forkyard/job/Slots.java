package io.forkyard.job;

import java.util.List;
import java.util.UUID;

/**
 * How much of a backlog may be handed out.
 *
 * @param all most jobs and chunks
 * @param open how many of these may be of any kind; the others are for awaited jobs alone
 * @param awaited jobs that go first, since jobs of the same pool wait for them
 */
public record Slots(int all, int open, List<UUID> awaited) {

  public Slots {
    awaited = List.copyOf(awaited);
  }

  /** So many for whoever has the turn. */
  public static Slots of(int all) {
    return new Slots(all, all, List.of());
  }
}
