package io.forkyard.web;

import io.forkyard.storage.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes server-sent events as the HTML standard has them (section 9.2, "Server-sent events"). The
 * network holds what a reader has not read; when it holds no more, a write blocks, at the longest
 * for {@code server.tomcat.connection-timeout}.
 */
final class EventStream {

  static final String TYPE = "text/event-stream";

  private final OutputStream out;
  private final JsonMapper json;

  EventStream(OutputStream out, JsonMapper json) {
    this.out = out;
    this.json = json;
  }

  /** Something that programs pass over. */
  void comment(String text) throws IOException {
    write(": " + text + "\n\n");
  }

  /** Where a reader is to resume who has met no event yet; no event comes of it. */
  void position(long id) throws IOException {
    write("id: " + id + "\n\n");
  }

  /** Says that the changes from one id to another are not kept any more. */
  void gap(long from, long to) throws IOException {
    write("id: %d\nevent: gap\ndata: {\"from\":%d,\"to\":%d}\n\n".formatted(to, from, to));
  }

  void change(Change change) throws IOException {
    write(
        "id: %d\nevent: %s\ndata: %s\n\n"
            .formatted(
                change.id(),
                ChangeView.kind(change),
                json.writeValueAsString(ChangeView.of(change))));
  }

  void flush() throws IOException {
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
