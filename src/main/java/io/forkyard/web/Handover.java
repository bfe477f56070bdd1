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
 * Writes items to their caller, and puts them back at the head when that fails. What can still slip
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
    check(List.of(item));
    response.setHeader("Message-Id", item.id());
    if (item.token() != null) {
      response.setHeader("Lease-Token", item.token());
    }
    send(List.of(item), item.json(), response);
  }

  void all(List<Item> items, HttpServletResponse response) throws IOException {
    check(items);
    send(
        items, items.stream().map(Item::json).collect(Collectors.joining(",", "[", "]")), response);
  }

  private void check(List<Item> items) {
    if (!peers.here().getAsBoolean()) {
      queues.giveBack(items);
      throw Peers.hungUp();
    }
  }

  private void send(List<Item> items, String text, HttpServletResponse response)
      throws IOException {
    try {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.flushBuffer();
    } catch (IOException e) {
      queues.giveBack(items);
      throw e;
    }
  }
}
