package io.forkyard.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forkyard.bench.load.Dialogue.Exchange;
import io.forkyard.bench.load.Http;
import io.forkyard.bench.load.Stage;
import io.forkyard.it.Ports;
import java.nio.file.Files;
import java.nio.file.Path;

/** ElasticMQ: a queue over HTTP, as SQS has it, in memory only. */
public final class ElasticMq {

  private static final Path CLASS_PATH = Path.of("target", "elasticmq.classpath");
  private static final String QUEUE = "\"QueueUrl\":\"http://127.0.0.1/000000000000/bench\"";
  private static final String HANDLE = "\"ReceiptHandle\":\"";
  private static final String ITEM = QueueServer.ITEM.replace("\"", "\\\"");

  private ElasticMq() {}

  public static Peer<QueueServer> inMemory() {
    return new Peer<>(
        "ElasticMQ, in memory",
        "its jars from Maven",
        () -> Files.exists(CLASS_PATH),
        ElasticMq::start);
  }

  private static QueueServer start(Stage stage) throws Exception {
    int port = Ports.free();
    Program.server(
        stage,
        port,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Drest-sqs.bind-hostname=127.0.0.1",
        "-Drest-sqs.bind-port=" + port,
        "-Drest-stats.enabled=false",
        "-Dqueues.bench.defaultVisibilityTimeout=60s",
        "-cp",
        Files.readString(CLASS_PATH).strip(),
        "org.elasticmq.server.Main");
    Exchange[] put = {
      Http.exchange(call("SendMessage", "\"MessageBody\":\"" + ITEM + "\""), 200, "MessageId")
    };
    Exchange[] get = {
      Http.exchange(call("ReceiveMessage", "\"WaitTimeSeconds\":20"), 200, ITEM),
      new Exchange(ElasticMq::delete, answer -> answer.startsWith("200", 9))
    };
    return new QueueServer(port, new Http(), put, get);
  }

  /** Of what was received just before. */
  private static byte[] delete(String received) {
    int start = received.indexOf(HANDLE);
    int end = received.indexOf('"', start + HANDLE.length()) + 1;
    return call("DeleteMessage", received.substring(start, end));
  }

  private static byte[] call(String action, String fields) {
    String body = "{" + QUEUE + "," + fields + "}";
    return """
    POST / HTTP/1.1\r
    Host: 127.0.0.1\r
    X-Amz-Target: AmazonSQS.%s\r
    Content-Type: application/x-amz-json-1.0\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(action, body.length(), body)
        .getBytes(UTF_8);
  }
}
