package io.forkyard.pool;

import io.forkyard.job.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Outcomes that are stored together. One thread's. */
final class Bunch {

  private static final int MOST = 5000;
  private static final int LONGEST = 512 * 1024;

  private List<Outcome> outcomes = new ArrayList<>();
  private int length;
  private boolean closed;

  void add(Outcome outcome) {
    outcomes.add(outcome);
    length += outcome instanceof Outcome.Value value ? value.json().length() : 0;
  }

  List<Outcome> take() {
    List<Outcome> taken = outcomes;
    outcomes = new ArrayList<>();
    length = 0;
    return taken;
  }

  /** Nothing is added any more, ever. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isEmpty() {
    return outcomes.isEmpty();
  }

  boolean isFull() {
    return outcomes.size() >= MOST || length >= LONGEST;
  }

  int size() {
    return outcomes.size();
  }
}
