package io.forkyard.examples;

/** Sums over a range, a job that is easily cut into slices. */
public final class Sums {

  private Sums() {}

  /** The sum of the even numbers in {@code [from, to)}. */
  public static long evens(long from, long to) {
    long sum = 0;
    for (long n = from + (from & 1); n < to; n += 2) {
      sum += n;
    }
    return sum;
  }
}
