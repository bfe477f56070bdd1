package io.forkyard.bench.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.forkyard.bench.load.Dialogue.Exchange;
import io.forkyard.bench.load.Stage;
import io.forkyard.it.Ports;
import java.nio.file.Path;

/** beanstalkd, which writes each change to the disk before it answers. */
public final class Beanstalkd {

  private static final String DATA = "\r\n" + QueueServer.ITEM + "\r\n";
  private static final Exchange[] PUT = {
    Exchange.of("put 0 0 60 " + QueueServer.ITEM.length() + DATA, "INSERTED ", "\r\n")
  };
  private static final Exchange[] GET = {
    Exchange.of("reserve\r\n", "RESERVED ", DATA),
    new Exchange(Beanstalkd::delete, answer -> answer.equals("DELETED\r\n"))
  };

  private Beanstalkd() {}

  public static Peer<QueueServer> durable() {
    return new Peer<>(
        "beanstalkd, fsync each",
        "beanstalkd",
        () -> Program.isThere("beanstalkd"),
        Beanstalkd::start);
  }

  private static QueueServer start(Stage stage) throws Exception {
    int port = Ports.free();
    Path folder = stage.folder("beanstalkd");
    String number = Integer.toString(port);
    Program.server(
        stage,
        port,
        "beanstalkd",
        "-l",
        "127.0.0.1",
        "-p",
        number,
        "-b",
        folder.toString(),
        "-f",
        "0");
    return new QueueServer(port, Beanstalkd::isWhole, PUT, GET);
  }

  /** Of what was reserved just before. */
  private static byte[] delete(String reserved) {
    return ("delete " + reserved.split(" ", 3)[1] + "\r\n").getBytes(ISO_8859_1);
  }

  private static boolean isWhole(String answer) {
    return answer.startsWith("RESERVED ") ? answer.endsWith(DATA) : answer.endsWith("\r\n");
  }
}
