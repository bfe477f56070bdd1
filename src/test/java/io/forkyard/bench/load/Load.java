package io.forkyard.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * Many callers in one thread, each with a connection on which one request is under way: what shares
 * the processors with those that it measures should be small, and the same for all of them.
 */
public final class Load {

  private static final int STALL_MILLIS = 30_000;

  private final int port;
  private final Selector selector;
  private final double[] millis;
  private int begun;
  private int done;

  private Load(int port, Selector selector, int steps) {
    this.port = port;
    this.selector = selector;
    millis = new double[steps];
  }

  /** As many callers as dialogues make so many steps in all. */
  public static Sample run(int port, List<? extends Dialogue> dialogues, int steps)
      throws IOException {
    try (Selector selector = Selector.open()) {
      Load load = new Load(port, selector, steps);
      List<Caller> callers = dialogues.stream().map(load::caller).toList();
      long start = System.nanoTime();
      try {
        for (Caller caller : callers) {
          caller.step();
        }
        load.untilDone();
        return new Sample(steps * 1e9 / (System.nanoTime() - start), load.millis);
      } finally {
        for (Caller caller : callers) {
          caller.channel.close();
        }
      }
    }
  }

  private Caller caller(Dialogue dialogue) {
    try {
      return new Caller(dialogue);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void untilDone() throws IOException {
    while (done < millis.length) {
      if (selector.select(STALL_MILLIS) == 0) {
        throw new IOException("No answer in " + STALL_MILLIS + " ms");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((Caller) key.attachment()).read();
      }
      selector.selectedKeys().clear();
    }
  }

  private final class Caller {

    private final Dialogue dialogue;
    private SocketChannel channel;
    private ByteBuffer heard = ByteBuffer.allocate(1 << 12);
    private long start;

    Caller(Dialogue dialogue) throws IOException {
      this.dialogue = dialogue;
      channel = connect();
    }

    private SocketChannel connect() throws IOException {
      SocketChannel opened =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
      opened.configureBlocking(false);
      opened.register(selector, SelectionKey.OP_READ, this);
      return opened;
    }

    private void step() throws IOException {
      if (begun < millis.length) {
        begun++;
        start = System.nanoTime();
        say();
      }
    }

    private void say() throws IOException {
      ByteBuffer request = ByteBuffer.wrap(dialogue.request());
      while (request.hasRemaining()) {
        channel.write(request);
      }
    }

    private void read() throws IOException {
      if (!heard.hasRemaining()) {
        heard = ByteBuffer.allocate(heard.capacity() * 4).put(heard.flip());
      }
      if (channel.read(heard) < 0) {
        throw new EOFException("The other side has hung up");
      }
      switch (dialogue.heard(heard.array(), heard.position())) {
        case PART -> {}
        case ANSWER -> {
          goOn();
          say();
        }
        case STEP -> {
          millis[done++] = (System.nanoTime() - start) / 1e6;
          goOn();
          step();
        }
      }
    }

    private void goOn() throws IOException {
      heard.clear();
      if (dialogue.hungUp()) {
        channel.close();
        channel = connect();
      }
    }
  }
}
