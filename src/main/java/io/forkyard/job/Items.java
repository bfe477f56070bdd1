package io.forkyard.job;

import java.util.ArrayList;
import java.util.List;

/**
 * The items of a map as they are stored: in blocks of lines, small enough to be read for one chunk
 * and large enough that they cost next to nothing each.
 */
record Items(int count, List<Block> blocks) {

  private static final int MOST = 1000;
  private static final int LONGEST = 64 * 1024;

  /** Items from {@code first} to before {@code last}, one a line. */
  record Block(int first, int last, String lines) {

    List<String> slice(int from, int to) {
      int count = Math.min(to, last) - Math.max(from, first);
      List<String> slice = new ArrayList<>(count);
      int start = 0;
      for (int i = first; i < from; i++) {
        start = end(start) + 1;
      }
      while (slice.size() < count) {
        int end = end(start);
        slice.add(lines.substring(start, end));
        start = end + 1;
      }
      return slice;
    }

    private int end(int start) {
      int end = lines.indexOf('\n', start);
      return end < 0 ? lines.length() : end;
    }
  }

  static Items of(List<String> values) {
    List<Block> blocks = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    int first = 0;
    for (int i = 0; i < values.size(); i++) {
      lines.append(i == first ? "" : "\n").append(values.get(i));
      boolean full = i + 1 - first == MOST || lines.length() >= LONGEST;
      if (full || i + 1 == values.size()) {
        blocks.add(new Block(first, i + 1, lines.toString()));
        lines.setLength(0);
        first = i + 1;
      }
    }
    return new Items(values.size(), blocks);
  }
}
