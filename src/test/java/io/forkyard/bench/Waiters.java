package io.forkyard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.bench.load.Http;
import io.forkyard.bench.load.Sample;
import io.forkyard.bench.load.Talk;
import io.forkyard.bench.peer.QueueServer;
import io.forkyard.it.BareConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** Many callers blocked in get, with one thread among them. */
final class Waiters implements AutoCloseable {

  /** For who asks again before the service has counted out the wait that he was in. */
  static final String ROOM = "--forkyard.queue.max-waiters-per-queue=5100";

  private static final byte[] GET = BareConnection.request("POST /v1/queues/bench/get", "");
  private static final long UNTIL_BLOCKED_MILLIS = 3;
  private static final int STALL_MILLIS = 30_000;

  private final Selector selector = Selector.open();
  private final ByteBuffer heard = ByteBuffer.allocate(1 << 12);
  private final Http http = new Http();

  Waiters(int port, int count) throws IOException {
    for (int n = 0; n < count; n++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      channel.write(ByteBuffer.wrap(GET));
    }
  }

  /** The item of the one who gets the next; he asks for one more if he should. */
  String next(boolean again) throws IOException {
    if (selector.selectedKeys().isEmpty() && selector.select(STALL_MILLIS) == 0) {
      throw new IOException("Nobody got anything in " + STALL_MILLIS + " ms");
    }
    SelectionKey key = selector.selectedKeys().iterator().next();
    selector.selectedKeys().remove(key);
    SocketChannel channel = (SocketChannel) key.channel();
    String item = item(channel);
    if (again) {
      channel.write(ByteBuffer.wrap(GET));
    }
    return item;
  }

  /** From each of so many puts to the answer that has its item. */
  Sample wakeUps(Talk putter, int puts) throws Exception {
    double[] millis = new double[puts];
    for (int n = 0; n < puts; n++) {
      TimeUnit.MILLISECONDS.sleep(UNTIL_BLOCKED_MILLIS);
      long start = System.nanoTime();
      putter.say();
      assertThat(next(true)).isEqualTo(QueueServer.ITEM);
      millis[n] = (System.nanoTime() - start) / 1e6;
      putter.hear();
    }
    return Sample.ofEach(millis);
  }

  private String item(SocketChannel channel) throws IOException {
    heard.clear();
    String answer = "";
    while (!http.isWhole(answer)) {
      if (channel.read(heard) < 0) {
        throw new IOException("The service has hung up after: " + answer);
      }
      answer = new String(heard.array(), 0, heard.position(), UTF_8);
    }
    if (!answer.startsWith("200", 9)) {
      throw new AssertionError("No item: " + answer);
    }
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
