package io.forkyard.examples;

/** Counts primes, a job that needs a processor and nothing else. */
public final class Primes {

  private Primes() {}

  /**
   * How many primes are in {@code [from, to)}, looking at {@code from} and then at every {@code
   * step}-th number; 2, the only even prime, is counted whenever it is in the range.
   */
  public static int count(int from, int to, int step) {
    if (step < 1) {
      throw new IllegalArgumentException("step must be at least 1, not " + step);
    }
    int count = from <= 2 && 2 < to ? 1 : 0;
    for (long n = from; n < to; n += step) {
      if (n > 2 && isPrime(n)) {
        count++;
      }
    }
    return count;
  }

  private static boolean isPrime(long n) {
    if (n % 2 == 0) {
      return false;
    }
    for (long divisor = 3; divisor * divisor <= n; divisor += 2) {
      if (n % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
