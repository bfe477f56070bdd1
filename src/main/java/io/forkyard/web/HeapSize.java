package io.forkyard.web;

import java.util.Locale;

/** A heap as after {@code -Xmx}, in bytes. */
record HeapSize(long bytes) implements Comparable<HeapSize> {

  /** Digits and a unit; so many digits that no unit makes them overflow. */
  static final String FORM = "[0-9]{1,9}[kKmMgG]";

  /** Below this a JVM does not come up with room for a job. */
  static final HeapSize LEAST = new HeapSize(16L << 20);

  /** Reads text of {@link #FORM}. */
  static HeapSize parse(String text) {
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    int shift =
        switch (text.substring(text.length() - 1).toLowerCase(Locale.ROOT)) {
          case "k" -> 10;
          case "m" -> 20;
          default -> 30;
        };
    return new HeapSize(number << shift);
  }

  @Override
  public int compareTo(HeapSize other) {
    return Long.compare(bytes, other.bytes);
  }
}
