package io.forkyard.web;

import io.forkyard.queue.Item;
import io.forkyard.queue.Queues;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what was taken to its caller, and gives it back when that fails. What can still slip
 * through is a caller that leaves between the last look and the end of the answer's way.
 */
@Component
final class Handover {

  private final Queues queues;
  private final Peers peers;
  private final JsonMapper json;

  Handover(Queues queues, Peers peers, JsonMapper json) {
    this.queues = queues;
    this.peers = peers;
    this.json = json;
  }

  /** What writes an answer. */
  private interface Answer {
    void write() throws IOException;
  }

  void one(Item item, HttpServletResponse response) throws IOException {
    handOver(
        () -> {
          response.setHeader("Message-Id", item.id());
          if (item.token() != null) {
            response.setHeader("Lease-Token", item.token());
          }
          write(item.json(), response);
        },
        () -> queues.giveBack(List.of(item)));
  }

  void all(List<Item> items, HttpServletResponse response) throws IOException {
    handOver(
        () ->
            write(
                items.stream().map(Item::json).collect(Collectors.joining(",", "[", "]")),
                response),
        () -> queues.giveBack(items));
  }

  /** Sends this view of something, or gives back what it tells of. */
  void send(Object view, HttpServletResponse response, Runnable giveBack) throws IOException {
    handOver(() -> write(json.writeValueAsString(view), response), giveBack);
  }

  /** Whatever it is that fails. */
  private void handOver(Answer answer, Runnable giveBack) throws IOException {
    boolean written = false;
    try {
      if (!peers.here().getAsBoolean()) {
        throw Peers.hungUp();
      }
      answer.write();
      written = true;
    } finally {
      if (!written) {
        giveBack.run();
      }
    }
  }

  private static void write(String json, HttpServletResponse response) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }
}
