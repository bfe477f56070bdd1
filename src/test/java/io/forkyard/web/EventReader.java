package io.forkyard.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One who follows the changes over a socket of its own, and reads only when told to. */
final class EventReader implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int SMALL = 4096;

  /** An event, or a comment when it has no data. */
  record Event(@Nullable Long id, String name, String data, String comment) {

    JsonNode json() {
      return JSON.readTree(data);
    }

    String field(String name) {
      return json().path(name).asString("");
    }
  }

  private final Socket socket = new Socket();
  private final BufferedReader in;
  private final String status;

  /** Returns when the answer has begun. */
  EventReader(int port, String... headers) throws IOException {
    socket.setReceiveBufferSize(SMALL);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    String request =
        "GET /v1/changes HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            + String.join("\r\n", headers)
            + (headers.length > 0 ? "\r\n\r\n" : "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), SMALL);
    status = in.readLine();
    while (!in.readLine().isEmpty()) {}
  }

  String status() {
    return status;
  }

  /** The next event or comment; null at the end. */
  @Nullable Event next() throws IOException {
    Long id = null;
    String name = "";
    String data = "";
    String comment = "";
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        return new Event(id, name, data, comment);
      }
      String value = line.substring(line.indexOf(':') + 1).strip();
      switch (line.substring(0, line.indexOf(':'))) {
        case "id" -> id = Long.valueOf(value);
        case "event" -> name = value;
        case "data" -> data = value;
        default -> comment = value;
      }
    }
    return null;
  }

  /** The next one that fits; others are passed over. */
  Event next(Predicate<Event> wanted) throws IOException {
    Event event = next();
    while (event != null && !wanted.test(event)) {
      event = next();
    }
    if (event == null) {
      throw new IOException("the stream has ended");
    }
    return event;
  }

  /** The next event of this thing, by its id or its name. */
  Event of(String subject) throws IOException {
    return next(event ->
        !event.data().isEmpty()
            && (event.field("id").equals(subject) || event.field("name").equals(subject)));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
