package io.forkyard.pool;

import io.forkyard.job.Attempts;
import io.forkyard.job.Share;
import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What running jobs tell of their progress. The latest word of each is written, a few times a
 * second at most, all in one transaction, however often they speak. Any thread may call.
 */
final class ProgressNotes {

  private static final Logger log = LoggerFactory.getLogger(ProgressNotes.class);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Attempts attempts;
  private final ChangeSignal signal;

  /** Guarded by this: what is still to be written, by the attempt's token. */
  private final Map<String, Share> notes = new HashMap<>();

  /** Guarded by this: a thread writes. */
  private boolean writing;

  ProgressNotes(Attempts attempts, ChangeSignal signal) {
    this.attempts = attempts;
    this.signal = signal;
  }

  synchronized void note(Share share) {
    notes.put(share.token(), share);
    if (!writing) {
      writing = true;
      Thread.ofVirtual().name("progress-writer").start(this::write);
    }
  }

  private void write() {
    for (List<Share> told = take(); !told.isEmpty(); told = take()) {
      try {
        attempts.progress(told);
      } catch (RuntimeException e) {
        log.warn("The progress of {} jobs cannot be stored: {}", told.size(), e.toString());
      }
      signal.await("progress", PAUSE, () -> false, enough -> enough);
    }
  }

  private synchronized List<Share> take() {
    List<Share> taken = List.copyOf(notes.values());
    notes.clear();
    writing = !taken.isEmpty();
    return taken;
  }
}
