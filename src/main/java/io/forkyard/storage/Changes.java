package io.forkyard.storage;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has changed, for those who follow. Readers page through the log at their own speed, and
 * nothing is held for them; who falls behind what is kept has missed something. Any thread may
 * call.
 */
public final class Changes {

  /** Signalled after each group of writes. */
  static final String TOPIC = "changes";

  private static final Logger log = LoggerFactory.getLogger(Changes.class);
  private static final Duration PRUNING = Duration.ofSeconds(10);
  private static final int PRUNED = 2000;

  /** Between two looks of a reader, so that a busy service is not asked after each commit. */
  private static final Duration BREATH = Duration.ofMillis(50);

  private final ChangeLog store;
  private final ChangeSignal signal;
  private final int kept;

  Changes(ChangeLog store, ChangeSignal signal, int kept) {
    this.store = store;
    this.signal = signal;
    this.kept = kept;
  }

  /** The id of the newest change; 0 before the first. */
  public long last() {
    return store.last();
  }

  /**
   * The changes after one, oldest first; as soon as there are some, none when the time is up or the
   * service stops. The first is not the next one when those between are not kept any more.
   */
  public List<Change> await(long after, int most, Duration limit) {
    return signal.await(TOPIC, limit, () -> store.after(after, most), found -> !found.isEmpty());
  }

  /** Waits a moment, so that more can be read at once. */
  public void breathe() {
    signal.await("changes/breath", BREATH, () -> false, enough -> enough);
  }

  /** Whether the service stops, so that nothing will follow for readers. */
  public boolean closed() {
    return signal.draining();
  }

  /** Begins to prune, on a thread of its own until the service stops. */
  void start() {
    Thread.ofVirtual().name("changes-prune").start(this::run);
  }

  private void run() {
    while (!signal.closed()) {
      try {
        prune();
      } catch (RuntimeException e) {
        if (!signal.closed()) {
          log.warn("old changes cannot be deleted yet: {}", e.toString());
        }
      }
      signal.await("changes/age", PRUNING, () -> false, enough -> enough);
    }
  }

  /** Deletes what is too much, a little at a time, so that other writers get their turn. */
  void prune() {
    while (!signal.closed() && store.prune(kept, PRUNED) == PRUNED) {}
  }
}
