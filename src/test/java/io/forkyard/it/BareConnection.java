package io.forkyard.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/**
 * A connection without a client around it: for callers who hang up at any moment, for thousands of
 * them, and for measuring the service rather than its callers.
 */
public final class BareConnection implements AutoCloseable {

  private static final String LENGTH = "\r\ncontent-length: ";
  private static final String CHUNKED = "\r\ntransfer-encoding: chunked";

  private final Socket socket;
  private final InputStream in;

  /** Opens it. */
  public BareConnection(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** What was answered; the head in full. */
  public record Answer(int status, String head, String body) {

    /** The value of a header that is there. */
    public String header(String name) {
      int start = head.indexOf("\r\n" + name + ": ") + name.length() + 4;
      return head.substring(start, head.indexOf('\r', start));
    }
  }

  /** The bytes of a request with a body of JSON, or with none for an empty text. */
  public static byte[] request(String call, String body, String... headers) {
    StringBuilder text = new StringBuilder(call).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("Content-Type: application/json\r\nContent-Length: ")
        .append(body.getBytes(UTF_8).length)
        .append("\r\n\r\n")
        .append(body)
        .toString()
        .getBytes(UTF_8);
  }

  /** The answer to one request over a connection of its own. */
  public static Answer call(int port, byte[] request) throws IOException {
    try (BareConnection connection = new BareConnection(port)) {
      return connection.ask(request);
    }
  }

  /** Sends a request and reads its answer to the end. */
  public Answer ask(byte[] request) throws IOException {
    send(request, request.length);
    return answer();
  }

  /** Sends so many bytes of a request. */
  public void send(byte[] request, int bytes) throws IOException {
    socket.getOutputStream().write(request, 0, bytes);
  }

  /** Reads an answer to its end. */
  public Answer answer() throws IOException {
    String head = until("\r\n\r\n");
    String lower = head.toLowerCase(Locale.ROOT);
    int length = lower.indexOf(LENGTH) + LENGTH.length();
    byte[] body =
        lower.contains(CHUNKED)
            ? chunks()
            : in.readNBytes(length < LENGTH.length() ? 0 : number(head, length, 10));
    return new Answer(Integer.parseInt(head.substring(9, 12)), head, new String(body, UTF_8));
  }

  /** The status of an answer of which no more is read; 0 when it does not begin in time. */
  public int status(Duration limit) throws IOException {
    socket.setSoTimeout((int) limit.toMillis());
    byte[] line = new byte[12];
    try {
      line[0] = (byte) socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      return 0;
    }
    socket.setSoTimeout(0);
    socket.getInputStream().readNBytes(line, 1, line.length - 1);
    return Integer.parseInt(new String(line, ISO_8859_1).substring(9));
  }

  /** Breaks it off. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String until(String end) throws IOException {
    StringBuilder heard = new StringBuilder(256);
    while (heard.indexOf(end, Math.max(0, heard.length() - end.length())) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The service has hung up after: " + heard);
      }
      heard.append((char) next);
    }
    return heard.toString();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      body.write(in.readNBytes(size));
      in.skipNBytes(2);
    }
    in.skipNBytes(2);
    return body.toByteArray();
  }

  private int chunk() throws IOException {
    return number(until("\r\n"), 0, 16);
  }

  private static int number(String text, int start, int radix) {
    return Integer.parseInt(text.substring(start, text.indexOf('\r', start)), radix);
  }
}
