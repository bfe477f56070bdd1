package io.forkyard.bench.load;

import io.forkyard.bench.load.Dialogue.Heard;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/** A caller whose requests and answers are told one from another: for what has to wait between. */
public final class Talk implements AutoCloseable {

  private static final int STALL_MILLIS = 30_000;

  private final int port;
  private final Dialogue dialogue;
  private Socket socket;
  private byte[] heard = new byte[1 << 16];

  public Talk(int port, Dialogue dialogue) throws IOException {
    this.port = port;
    this.dialogue = dialogue;
    socket = connect();
  }

  private Socket connect() throws IOException {
    Socket opened = new Socket(InetAddress.getLoopbackAddress(), port);
    opened.setTcpNoDelay(true);
    opened.setSoTimeout(STALL_MILLIS);
    return opened;
  }

  /** Sends the next request. */
  public void say() throws IOException {
    socket.getOutputStream().write(dialogue.request());
  }

  /** Reads the answer to the end; returns whether the step goes on. */
  public boolean hear() throws IOException {
    int length = 0;
    Heard meant = Heard.PART;
    while (meant == Heard.PART) {
      int more = socket.getInputStream().read(heard, length, heard.length - length);
      if (more < 0) {
        throw new EOFException("The other side has hung up");
      }
      length += more;
      meant = dialogue.heard(heard, length);
      heard = length < heard.length ? heard : Arrays.copyOf(heard, 4 * length);
    }
    if (dialogue.hungUp()) {
      socket.close();
      socket = connect();
    }
    return meant == Heard.ANSWER;
  }

  /** The rest of a step whose last answer was heard. */
  public void finish(boolean goesOn) throws IOException {
    for (boolean more = goesOn; more; more = hear()) {
      say();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
