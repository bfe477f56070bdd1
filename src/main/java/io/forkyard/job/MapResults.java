package io.forkyard.job;

import java.util.List;

/**
 * A part of a map's results.
 *
 * @param rows may be empty
 * @param last whether nothing follows them
 */
public record MapResults(List<MapResult> rows, boolean last) {

  /** Where to read on, in the order of the input. */
  public long nextIndex(long before) {
    return rows.isEmpty() ? before : rows.getLast().last();
  }

  /** Where to read on, in the order of completion. */
  public long nextSeq(long before) {
    return rows.isEmpty() ? before : rows.getLast().seq() + 1;
  }
}
