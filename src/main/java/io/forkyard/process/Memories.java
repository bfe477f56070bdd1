package io.forkyard.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The children that are gone: those of the last hour, and no more than so many. */
final class Memories {

  private static final Duration KEPT_FOR = Duration.ofHours(1);

  private final int most;
  private final Deque<Departed> all = new ConcurrentLinkedDeque<>();

  Memories(int most) {
    this.most = most;
  }

  /** The dead come one by one, but from many threads. */
  synchronized void add(Departed child) {
    all.addFirst(child);
    while (!all.isEmpty() && (all.size() > most || isOld(all.getLast()))) {
      all.pollLast();
    }
  }

  /** Who left last comes first. */
  List<Departed> recent() {
    return all.stream().filter(child -> !isOld(child)).toList();
  }

  private static boolean isOld(Departed child) {
    return child.endedAt().isBefore(Instant.now().minus(KEPT_FOR));
  }
}
