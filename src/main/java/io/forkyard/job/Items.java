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
      String[] all = lines.split("\n", -1);
      return List.of(all).subList(Math.max(from, first) - first, Math.min(to, last) - first);
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
