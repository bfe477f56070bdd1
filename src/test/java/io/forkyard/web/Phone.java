package io.forkyard.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bare connection with one request on it that its caller may hang up in every way. */
final class Phone implements AutoCloseable {

  /** How a connection ends. */
  enum HangUp {
    /** Closed: the service sees the end of what is sent. */
    FIN,
    /** Broken off. */
    RST,
    /** Only the sending side is closed; the caller still listens. */
    HALF
  }

  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

  private final Socket socket;
  private final String header;

  private Phone(Socket socket, String header) {
    this.socket = socket;
    this.header = header;
  }

  static Phone call(int port, String... requests) throws IOException {
    return call(new Socket("127.0.0.1", port), "", requests);
  }

  /** One whose request may come again. */
  static Phone callMarked(int port, String key, String request) throws IOException {
    return call(new Socket("127.0.0.1", port), "Idempotency-Key: " + key + "\r\n", request);
  }

  /** One that takes in very little before its caller reads. */
  static Phone callNarrow(int port, String request) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    return call(socket, "", request);
  }

  /** One whose requests have this header, and which has sent none so far. */
  static Phone callWith(int port, String header) throws IOException {
    return new Phone(new Socket("127.0.0.1", port), header);
  }

  private static Phone call(Socket socket, String header, String... requests) throws IOException {
    Phone phone = new Phone(socket, header);
    phone.say(requests);
    return phone;
  }

  void say(String... requests) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String request : requests) {
      String[] parts = request.split("\n", 2);
      String body = parts.length == 1 ? "" : parts[1];
      text.append(parts[0])
          .append(" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
          .append(header)
          .append("Content-Length: ")
          .append(body.length())
          .append("\r\n\r\n")
          .append(body);
    }
    socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  void hangUp(HangUp how) throws IOException {
    switch (how) {
      case FIN -> socket.close();
      case RST -> {
        socket.setSoLinger(true, 0);
        socket.close();
      }
      case HALF -> socket.shutdownOutput();
    }
  }

  /** All that the service says until it ends the connection. */
  String listen() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** What the service says until this. */
  String listenFor(String end) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("The service has hung up after " + heard);
      }
      heard.append((char) next);
    }
    return heard.toString();
  }

  /** The body of the first answer if it is a 200, which tells its length; else nothing. */
  Optional<String> item() throws IOException {
    String head = listenFor("\r\n\r\n");
    Matcher length = LENGTH.matcher(head);
    if (!head.startsWith("HTTP/1.1 200") || !length.find()) {
      return Optional.empty();
    }
    byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
    return Optional.of(new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
