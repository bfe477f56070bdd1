package io.forkyard.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is still to be told to other nodes: each change once, however often it was made since. Any
 * thread may call.
 */
final class Outbox {

  /** Stands for all topics: some were not told. */
  static final String MISSED = "*";

  /** More than this are not told one by one. */
  static final int MOST = 10_000;

  /** PostgreSQL, NOTIFY: the payload must be shorter than 8000 bytes. */
  private static final int BYTES = 7999;

  /** Guarded by this. */
  private Set<String> topics = new LinkedHashSet<>();

  synchronized void add(String topic) {
    if (topics.size() >= MOST) {
      missed();
    } else if (!topics.contains(MISSED)) {
      topics.add(topic);
    }
  }

  /** Some were not told, whichever they are. */
  synchronized void missed() {
    topics.clear();
    topics.add(MISSED);
  }

  /** All of them, which are not told again. */
  synchronized Collection<String> take() {
    Collection<String> taken = topics;
    topics = new LinkedHashSet<>();
    return taken;
  }

  /** As few texts as can be sent: a line for the sender, and one for each topic. */
  static List<String> payloads(String sender, Collection<String> topics) {
    List<String> payloads = new ArrayList<>();
    StringBuilder text = new StringBuilder(sender);
    int left = BYTES - bytes(sender);
    for (String topic : topics) {
      int size = 1 + bytes(topic);
      if (size > left) {
        payloads.add(text.toString());
        text = new StringBuilder(sender);
        left = BYTES - bytes(sender);
      }
      text.append('\n').append(topic);
      left -= size;
    }
    payloads.add(text.toString());
    return payloads;
  }

  /** The topics of such a text; none when it is one's own. */
  static List<String> topics(String sender, String payload) {
    List<String> lines = payload.lines().toList();
    return lines.isEmpty() || lines.getFirst().equals(sender)
        ? List.of()
        : lines.subList(1, lines.size());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
