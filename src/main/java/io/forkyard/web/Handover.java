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

/**
 * Writes what was taken to its caller, and gives it back when that fails. What can still slip
 * through is a caller that leaves between the last look and the end of the answer's way.
 */
@Component
final class Handover {

  private final Queues queues;
  private final Peers peers;

  Handover(Queues queues, Peers peers) {
    this.queues = queues;
    this.peers = peers;
  }

  void one(Item item, HttpServletResponse response) throws IOException {
    Runnable giveBack = () -> queues.giveBack(List.of(item));
    check(giveBack);
    response.setHeader("Message-Id", item.id());
    if (item.token() != null) {
      response.setHeader("Lease-Token", item.token());
    }
    write(item.json(), response, giveBack);
  }

  void all(List<Item> items, HttpServletResponse response) throws IOException {
    String array = items.stream().map(Item::json).collect(Collectors.joining(",", "[", "]"));
    send(array, response, () -> queues.giveBack(items));
  }

  /** Sends this JSON, or gives back what it tells of. */
  void send(String json, HttpServletResponse response, Runnable giveBack) throws IOException {
    check(giveBack);
    write(json, response, giveBack);
  }

  private void check(Runnable giveBack) {
    if (!peers.here().getAsBoolean()) {
      giveBack.run();
      throw Peers.hungUp();
    }
  }

  private static void write(String json, HttpServletResponse response, Runnable giveBack)
      throws IOException {
    try {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.flushBuffer();
    } catch (IOException e) {
      giveBack.run();
      throw e;
    }
  }
}
