package io.forkyard.bench.peer;

import io.forkyard.bench.load.Dialogue.Exchange;
import io.forkyard.bench.load.Stage;
import io.forkyard.it.Ports;

/** Redis: a list as a queue. What was popped is gone with who popped it. */
public final class Redis {

  private static final String ITEM = "$11\r\n" + QueueServer.ITEM + "\r\n";
  private static final Exchange[] PUT = {
    Exchange.of("*3\r\n$5\r\nLPUSH\r\n$5\r\nbench\r\n" + ITEM, ":", "\r\n")
  };
  private static final Exchange[] GET = {
    Exchange.of("*3\r\n$5\r\nBRPOP\r\n$5\r\nbench\r\n$2\r\n30\r\n", "*2\r\n$5\r\nbench\r\n", ITEM)
  };

  private Redis() {}

  /** Each change is on the disk before it is answered. */
  public static Peer<QueueServer> durable() {
    return new Peer<>(
        "Redis, AOF always",
        "redis-server",
        Redis::isThere,
        stage -> start(stage, "--appendonly", "yes", "--appendfsync", "always"));
  }

  static boolean isThere() {
    return Program.isThere("redis-server");
  }

  /** Nothing is written down. */
  static QueueServer forgetful(Stage stage) throws Exception {
    return start(stage, "--appendonly", "no");
  }

  private static QueueServer start(Stage stage, String... kept) throws Exception {
    int port = Ports.free();
    String number = Integer.toString(port);
    String[] command = {
      "redis-server", "--bind", "127.0.0.1", "--port", number, "--save", "", "", "", "", ""
    };
    System.arraycopy(kept, 0, command, 7, kept.length);
    Program.server(stage, port, java.util.Arrays.copyOf(command, 7 + kept.length));
    return new QueueServer(port, answer -> end(answer, 0) > 0, PUT, GET);
  }

  /** Where the value ends that begins there, -1 when it is not whole. */
  private static int end(String text, int start) {
    int line = text.indexOf("\r\n", start) + 2;
    if (line < 2) {
      return -1;
    }
    return switch (text.charAt(start)) {
      case '$' -> bulk(text, line, number(text, start, line));
      case '*' -> array(text, line, number(text, start, line));
      default -> line;
    };
  }

  private static int number(String text, int start, int line) {
    return Integer.parseInt(text, start + 1, line - 2, 10);
  }

  private static int bulk(String text, int start, int length) {
    int end = length < 0 ? start : start + length + 2;
    return end > text.length() ? -1 : end;
  }

  private static int array(String text, int start, int count) {
    int end = start;
    for (int n = 0; n < count && end >= 0; n++) {
      end = end(text, end);
    }
    return end;
  }
}
