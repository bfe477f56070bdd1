package io.forkyard.queue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** An item to put. */
record Draft(String id, String json, int bytes) {

  static List<Draft> of(PutIds ids, List<String> items) {
    List<String> each = ids.all();
    return IntStream.range(0, items.size()).mapToObj(n -> of(each.get(n), items.get(n))).toList();
  }

  private static Draft of(String id, String json) {
    return new Draft(id, json, json.getBytes(StandardCharsets.UTF_8).length);
  }
}
