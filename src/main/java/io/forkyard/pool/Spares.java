package io.forkyard.pool;

import io.forkyard.pool.Places.Guest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the spares that serve one job each are shared out: {@code forkyard.max-spares} for all pools
 * together. A pool keeps its share while it replaces what its jobs have used up. What it no longer
 * wants goes to those that lack some, first come, first served. A pool with work also takes over
 * from those that have had none for a while, the longest idle first; from no other, since pools
 * with work would end each other's spares for ever. Any thread may call.
 */
final class Spares {

  /** So long without work a pool keeps its share against those with work. */
  static final Duration SAFE = Duration.ofSeconds(10);

  /** What a pool has, and when it had work last. */
  private record Share(Guest guest, int spares, Instant worked) {}

  private final Clock clock;

  /** Guarded by this, as is what follows. Those who have some. */
  private final Map<Guest, Share> shares = new HashMap<>();

  /** Those who lack some, in turn. */
  private final Set<Guest> line = new LinkedHashSet<>();

  private int free;

  Spares(int most, Clock clock) {
    this.clock = clock;
    this.free = most;
  }

  /**
   * Asks for a share, or gives it back by wanting less. Who gets less than he wants is told when he
   * may have more; who loses some to another is told at once.
   *
   * @param worked when the pool had work last
   * @return how many spares the pool may have until it asks again
   */
  int share(Guest guest, int wanted, Instant worked) {
    Set<Guest> concerned = new LinkedHashSet<>();
    int share = settle(guest, wanted, worked, concerned);
    concerned.forEach(Guest::placesChanged);
    return share;
  }

  /** The pool has ended. */
  void leave(Guest guest) {
    share(guest, 0, Instant.MIN);
  }

  private synchronized int settle(Guest guest, int wanted, Instant worked, Set<Guest> concerned) {
    Share before = shares.get(guest);
    int share = Math.min(wanted, before == null ? 0 : before.spares());
    put(new Share(guest, share, worked));
    if (share < wanted && (line.isEmpty() || line.iterator().next() == guest)) {
      share = Math.min(wanted, share + free);
      put(new Share(guest, share, worked));
    }
    if (share < wanted && !idle(worked)) {
      share += takeOver(wanted - share, concerned);
      put(new Share(guest, share, worked));
    }
    stand(guest, share < wanted);
    if (free > 0 && !line.isEmpty()) {
      concerned.add(line.iterator().next());
    }
    return share;
  }

  private int takeOver(int lacking, Set<Guest> concerned) {
    int left = lacking;
    List<Share> longestIdle = new ArrayList<>(shares.values());
    longestIdle.sort(Comparator.comparing(Share::worked));
    for (Share other : longestIdle) {
      int lost = idle(other.worked()) ? Math.min(left, other.spares()) : 0;
      if (lost > 0) {
        put(new Share(other.guest(), other.spares() - lost, other.worked()));
        concerned.add(other.guest());
        left -= lost;
      }
    }
    return lacking - left;
  }

  private boolean idle(Instant worked) {
    return !clock.instant().isBefore(worked.plus(SAFE));
  }

  private void put(Share share) {
    Share before =
        share.spares() == 0 ? shares.remove(share.guest()) : shares.put(share.guest(), share);
    free += (before == null ? 0 : before.spares()) - share.spares();
  }

  private void stand(Guest guest, boolean lacks) {
    if (lacks) {
      line.add(guest);
    } else {
      line.remove(guest);
    }
  }
}
