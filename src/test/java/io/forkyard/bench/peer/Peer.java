package io.forkyard.bench.peer;

import io.forkyard.bench.load.Stage;
import java.util.ArrayList;
import java.util.List;
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

  /** The same, which is started but once, however often it is asked to. */
  public Peer<T> once() {
    List<T> started = new ArrayList<>();
    return new Peer<>(
        name,
        needs,
        isThere,
        stage -> {
          if (started.isEmpty()) {
            started.add(start.on(stage));
          }
          return started.getFirst();
        });
  }

  /** Starts a peer, which ends with its row. */
  @FunctionalInterface
  public interface Start<T> {

    T on(Stage stage) throws Exception;
  }
}
