package io.forkyard.bench.load;

import io.forkyard.it.BareConnection;
import io.forkyard.it.BareConnection.Answer;
import java.io.IOException;

/** Kept open as long as the service does, then opened anew. */
public final class KeptConnection implements AutoCloseable {

  private final int port;
  private BareConnection connection;

  public KeptConnection(int port) throws IOException {
    this.port = port;
    connection = new BareConnection(port);
  }

  public Answer ask(byte[] request) throws IOException {
    Answer answer = connection.ask(request);
    if (answer.head().contains("\r\nConnection: close\r\n")) {
      connection.close();
      connection = new BareConnection(port);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
