package io.forkyard.job;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much of a backlog may be handed out.
 *
 * @param all most jobs and chunks
 * @param open how many of these may be of any kind; the others are for awaited jobs alone
 * @param awaited jobs that go first, since jobs of the same pool wait for them
 * @param cluster what bounds all nodes together; null when nothing does
 * @param ready the sources that may be
 */
public record Slots(int all, int open, List<UUID> awaited, @Nullable Cluster cluster, Ready ready) {

  /**
   * A bound for all nodes together.
   *
   * @param size most jobs and chunks that run in the pool, without those that have lent their place
   * @param lent all that have done so on this node, first those that want it back longest
   */
  public record Cluster(int size, List<Lent> lent) {

    public Cluster {
      lent = List.copyOf(lent);
    }
  }

  public Slots {
    awaited = List.copyOf(awaited);
  }

  /** Of any source. */
  public Slots(int all, int open, List<UUID> awaited, @Nullable Cluster cluster) {
    this(all, open, awaited, cluster, Ready.ALL);
  }

  /** On this node alone. */
  public Slots(int all, int open, List<UUID> awaited) {
    this(all, open, awaited, null, Ready.ALL);
  }

  /** So many for whoever has the turn. */
  public static Slots of(int all) {
    return new Slots(all, all, List.of());
  }

  /** Those of them that are left within a number. */
  Slots within(int room) {
    int left = Math.max(0, Math.min(all, room));
    return new Slots(left, Math.min(open, left), awaited, cluster, ready);
  }
}
