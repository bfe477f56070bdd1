package io.forkyard.bench.peer;

import io.forkyard.bench.load.Stage;
import java.util.function.BooleanSupplier;

/**
 * Who does the same work, where the machine has it.
 *
 * @param name of the peer and how it was set
 * @param needs what has to be installed
 * @param isThere whether it is
 * @param start starts it for a row
 */
public record Peer<T>(String name, String needs, BooleanSupplier isThere, Start<T> start) {

  /** Starts a peer, which ends with its row. */
  @FunctionalInterface
  public interface Start<T> {

    T on(Stage stage) throws Exception;
  }
}
