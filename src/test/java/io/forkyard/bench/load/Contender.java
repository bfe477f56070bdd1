package io.forkyard.bench.load;

/** Does a piece of work so often, in each of the rounds that all contenders take in turn. */
@FunctionalInterface
public interface Contender {

  Sample round() throws Exception;

  /** Rounds that nobody counts, for so long: code has to be compiled that serves for weeks. */
  default void warmUp(long seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000;
    while (System.nanoTime() < end) {
      round();
    }
  }
}
