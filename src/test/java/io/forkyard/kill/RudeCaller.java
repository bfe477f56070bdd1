package io.forkyard.kill;

import io.forkyard.it.BareConnection;
import io.forkyard.it.BareConnection.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Hangs up on half of its requests: before, while and after they are answered. */
final class RudeCaller {

  private final int port;
  private final Random random;

  /** How often it sent a whole request and read nothing of its answer. */
  private int blind;

  /** How often it read the beginning of a 200 and no more. */
  private int begun;

  RudeCaller(int port, long seed) {
    this.port = port;
    random = new Random(seed);
  }

  int blind() {
    return blind;
  }

  int begun() {
    return begun;
  }

  /** The answer, if this time it read one to its end. */
  Optional<Answer> call(byte[] request) throws IOException {
    try (BareConnection connection = new BareConnection(port)) {
      switch (random.nextInt(6)) {
        case 0 -> connection.send(request, random.nextInt(request.length));
        case 1 -> {
          connection.send(request, request.length);
          blind++;
        }
        case 2 -> glance(connection, request);
        default -> {
          return Optional.of(connection.ask(request));
        }
      }
      if (random.nextBoolean()) {
        connection.reset();
      }
      return Optional.empty();
    }
  }

  /** Looks for a few milliseconds whether an answer comes, and goes in the middle of it. */
  private void glance(BareConnection connection, byte[] request) throws IOException {
    connection.send(request, request.length);
    switch (connection.status(Duration.ofMillis(1 + random.nextInt(5)))) {
      case 0 -> blind++;
      case 200 -> begun++;
      default -> {}
    }
  }

  /** Asks until it has read an answer to its end. */
  Answer insist(byte[] request) throws IOException {
    Optional<Answer> answer = call(request);
    while (answer.isEmpty()) {
      answer = call(request);
    }
    return answer.get();
  }
}
