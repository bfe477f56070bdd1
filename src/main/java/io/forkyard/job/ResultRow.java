package io.forkyard.job;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Results of items next to each other as they are stored.
 *
 * @param texts values, one a line; null when they have a failure
 */
record ResultRow(
    int first, int last, @Nullable String texts, @Nullable Failure failure, boolean ran) {

  static ResultRow failed(int first, int last, Failure failure) {
    return new ResultRow(first, last, null, failure, true);
  }

  static ResultRow neverRan(int first, int last, Failure why) {
    return new ResultRow(first, last, null, why, false);
  }

  int size() {
    return last - first;
  }

  /** Puts the values that stand next to each other into one row each. */
  static List<ResultRow> of(int from, List<Outcome> outcomes) {
    List<ResultRow> rows = new ArrayList<>();
    List<String> run = new ArrayList<>();
    int at = from;
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Value value -> run.add(value.json());
        case Outcome.Failed failed -> {
          flush(rows, run, at);
          rows.add(failed(at, at + 1, failed.failure()));
        }
      }
      at++;
    }
    flush(rows, run, at);
    return rows;
  }

  private static void flush(List<ResultRow> rows, List<String> run, int end) {
    if (!run.isEmpty()) {
      rows.add(new ResultRow(end - run.size(), end, String.join("\n", run), null, true));
      run.clear();
    }
  }
}
