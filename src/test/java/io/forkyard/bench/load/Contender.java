package io.forkyard.bench.load;

/** Does a piece of work so often, in each of the rounds that all contenders take in turn. */
@FunctionalInterface
public interface Contender {

  Sample round() throws Exception;
}
