package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What callers send that no client library would. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "forkyard.limits.body=64KB")
class RawRequestsTest extends ServiceTest {

  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final Caller caller;
  private final int port;
  private final String queue = "/v1/queues/raw-" + QUEUES.incrementAndGet();
  @Autowired private Peers peers;

  RawRequestsTest(@LocalServerPort int port) throws Exception {
    this.port = port;
    caller = new Caller(port);
    caller.put(queue, "{}");
  }

  private static String head(String call, String header) {
    return call
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + header
        + "\r\n\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = socket.getInputStream().read();
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      next = socket.getInputStream().read();
    }
    return line.toString();
  }

  /** A body that is read by whoever skips it has the same limit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/put",
        "/put-batch",
        "/get",
        "/get-batch",
        "/ack",
        "/task-done",
        "/join",
        "/clear"
      })
  void aBodyWithoutEndIsRefused(String call) throws Exception {
    caller.post(queue + "/put", "1");
    try (Socket socket = new Socket("127.0.0.1", port)) {
      send(socket, head("POST " + queue + call, "Transfer-Encoding: chunked"));
      OutputStream out = socket.getOutputStream();
      byte[] chunk = ("1000\r\n" + " ".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      for (int n = 0; n < 17; n++) {
        out.write(chunk);
      }
      assertThat(line(socket)).startsWith("HTTP/1.1 413");
    }
    assertThat(caller.get(queue).json().path("qsize").asInt()).isEqualTo(1);
  }

  /** Each piece comes after the service has looked whether its caller is there. */
  @ParameterizedTest
  @CsvSource({
    "1, X-No: body",
    "2, X-No: body",
    "20, X-No: body",
    "1, Content-Length: 0",
    "2, Content-Length: 0",
    "1, Transfer-Encoding: chunked"
  })
  void theNextRequestIsNeitherTakenForAHangUpNorLost(int first, String header) throws Exception {
    String next = head("POST " + queue + "/put?block=false", "Content-Length: 6") + "\"next\"";
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String body = header.endsWith("chunked") ? "0\r\n\r\n" : "";
      send(socket, head("POST " + queue + "/get", header) + body);
      while (caller.get(queue).json().path("getters").asInt() == 0) {
        Thread.onSpinWait();
      }
      send(socket, next.substring(0, first));
      looked();
      looked();
      caller.post(queue + "/put", "\"first\"");
      assertThat(line(socket)).startsWith("HTTP/1.1 200");
      send(socket, next.substring(first));
      String heard = line(socket);
      while (!heard.startsWith("\"first\"")) {
        heard = line(socket);
      }
      assertThat(heard).isEqualTo("\"first\"HTTP/1.1 201 \r");
    }
    assertThat(caller.post(queue + "/get").text()).isEqualTo("\"next\"");
  }

  /** Returns after the service has looked for all callers once more: it has found this one gone. */
  private void looked() throws Exception {
    int waiting = peers.waiting();
    caller.put(queue + "-other", "{}");
    caller.post(queue + "-other/put", "1");
    Phone gone = Phone.call(port, "POST " + queue + "-other/join?wait=60");
    while (peers.waiting() == waiting) {
      Thread.onSpinWait();
    }
    gone.hangUp(Phone.HangUp.FIN);
    while (peers.waiting() > waiting) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/put", "/get", "/ack", "/task-done"})
  void aBodyThatBreaksOffIsNoFaultOfOurs(String call, CapturedOutput log) throws Exception {
    caller.post(queue + "/put", "1");
    for (String how : new String[] {"Transfer-Encoding: chunked", "Content-Length: 10"}) {
      for (String body : new String[] {"2\r\n11", "x\r\n11"}) {
        Socket socket = new Socket("127.0.0.1", port);
        send(socket, head("POST " + queue + call, how) + body);
        socket.shutdownOutput();
        assertThat(line(socket)).startsWith("HTTP/1.1 400");
        socket.close();
      }
    }
    assertThat(caller.get(queue).json().path("qsize").asInt()).isEqualTo(1);
    assertThat(log).doesNotContain("Internal error");
  }

  @Test
  void aCallerWhoAsksFirstIsToldToGoOn() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String header = "Expect: 100-continue\r\nContent-Length: 1";
      send(socket, head("POST " + queue + "/put", header));
      assertThat(line(socket)).startsWith("HTTP/1.1 100");
      assertThat(line(socket)).isEqualTo("\r");
      send(socket, "1");
      assertThat(line(socket)).startsWith("HTTP/1.1 201");
    }
  }
}
