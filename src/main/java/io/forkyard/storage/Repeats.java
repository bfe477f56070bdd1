package io.forkyard.storage;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Marked requests that came before, and those that are under way. Any thread may call. */
public final class Repeats {

  /** What a marked request meets. */
  public sealed interface Entry {

    /** Nobody else: it is the first, or those before it failed. Ends with {@link #leave}. */
    record First() implements Entry {}

    /**
     * What the first one made.
     *
     * @param status of its answer; null when it got none
     */
    record Again(String subject, @Nullable Integer status) implements Entry {}

    /** One with another body. */
    record Other() implements Entry {}

    /** A twin that has not made anything yet, and did not in all the time. */
    record UnderWay() implements Entry {}
  }

  private static final Entry UNDER_WAY = new Entry.UnderWay();

  private final RepeatStore store;
  private final ChangeSignal signal;
  private final Clock clock;
  private final Duration kept;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  Repeats(RepeatStore store, ChangeSignal signal, Clock clock, Duration kept) {
    this.store = store;
    this.signal = signal;
    this.clock = clock;
    this.kept = kept;
  }

  /**
   * The key of a request.
   *
   * @param mark its caller's
   * @param address what the mark holds for
   * @param body a hash of what was sent
   */
  public RepeatKey key(String mark, String address, byte[] body) {
    byte[] id = RepeatKey.hash().digest((mark + "\n" + address).getBytes(StandardCharsets.UTF_8));
    HexFormat hex = HexFormat.of();
    return new RepeatKey(hex.formatHex(id), hex.formatHex(body), clock.instant().minus(kept));
  }

  /** What such a request meets, after a twin that is under way has ended or the time is up. */
  public Entry enter(RepeatKey key, Duration limit) {
    boolean alone =
        signal.await(topic(key), limit, () -> underWay.add(key.id()), entered -> entered);
    boolean first = false;
    try {
      Optional<RepeatStore.Row> known = store.find(key);
      first = alone && known.isEmpty();
      return first ? new Entry.First() : known.map(row -> met(row, key)).orElse(UNDER_WAY);
    } finally {
      if (alone && !first) {
        leave(key);
      }
    }
  }

  private static Entry met(RepeatStore.Row row, RepeatKey key) {
    return row.body().equals(key.body())
        ? new Entry.Again(row.subject(), row.status())
        : new Entry.Other();
  }

  /** Notes how the first request was answered, before it is. */
  public void answered(RepeatKey key, int status) {
    store.answered(key, status);
  }

  /** Lets the next one in. */
  public void leave(RepeatKey key) {
    underWay.remove(key.id());
    signal.changed(topic(key));
  }

  private static String topic(RepeatKey key) {
    return ChangeSignal.HERE + "repeat/" + key.id();
  }
}
