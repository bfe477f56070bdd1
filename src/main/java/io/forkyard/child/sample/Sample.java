package io.forkyard.child.sample;

/** What a child runs to warm up, from a jar as if that were a job's. */
public final class Sample {

  private Sample() {}

  /** The sum of two numbers. */
  public static long sum(long one, long other) {
    return one + other;
  }
}
