package io.forkyard.bench.peer;

import io.forkyard.bench.load.Dialogue;
import io.forkyard.bench.load.Dialogue.Exchange;
import io.forkyard.bench.load.Dialogue.Protocol;
import java.util.stream.Stream;

/**
 * A server with a queue that is called bench.
 *
 * @param port that it listens at
 * @param protocol that it speaks
 * @param put what puts {@link #ITEM}
 * @param get what waits for an item, takes it and forgets it
 */
public record QueueServer(int port, Protocol protocol, Exchange[] put, Exchange[] get) {

  /** What goes through all queues. */
  public static final String ITEM = "{\"order\":7}";

  public Dialogue putting() {
    return new Dialogue(protocol, put);
  }

  public Dialogue getting() {
    return new Dialogue(protocol, get);
  }

  /** A put, then a get. */
  public Dialogue pair() {
    return new Dialogue(protocol, Stream.of(put, get).flatMap(Stream::of).toArray(Exchange[]::new));
  }
}
