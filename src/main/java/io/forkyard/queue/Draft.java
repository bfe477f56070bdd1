package io.forkyard.queue;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** An item to put. */
record Draft(String id, String json, int bytes) {

  static Draft of(String json) {
    return new Draft(
        UUID.randomUUID().toString(), json, json.getBytes(StandardCharsets.UTF_8).length);
  }
}
