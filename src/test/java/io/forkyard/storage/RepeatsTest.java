package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.Repeats.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of several equal requests does the work. */
class RepeatsTest {

  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

  private final ChangeSignal signal = new ChangeSignal();
  private TestDatabase opened;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  private Repeats at(Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new Repeats(new RepeatStore(opened.database()), signal, clock, DAY);
  }

  private static RepeatKey key(Repeats repeats, String mark, String body) {
    return repeats.key(mark, "/v1/jobs", body.getBytes());
  }

  private boolean claim(RepeatKey key, String subject, Instant now) {
    return opened.database().write(sql -> RepeatStore.claim(sql, key, subject, now));
  }

  @Test
  void requestWhenOneBeforeItMadeSomethingIsToldWhat() {
    Repeats repeats = at(START);
    RepeatKey key = key(repeats, "k", "a");

    assertThat(repeats.enter(key, LONG)).isEqualTo(new Entry.First());
    assertThat(claim(key, "it", START)).isTrue();
    repeats.leave(key);

    assertThat(repeats.enter(key, LONG)).isEqualTo(new Entry.Again("it", null));
    repeats.answered(key, 200);
    assertThat(repeats.enter(key, LONG)).isEqualTo(new Entry.Again("it", 200));
    assertThat(repeats.enter(key(repeats, "k", "b"), LONG)).isEqualTo(new Entry.Other());
    assertThat(repeats.enter(key(repeats, "l", "b"), LONG)).isEqualTo(new Entry.First());
  }

  @Test
  void requestWhenATwinIsUnderWayWaitsForItsEnd() {
    Repeats repeats = at(START);
    RepeatKey key = key(repeats, "k", "a");
    repeats.enter(key, LONG);
    assertThat(repeats.enter(key, Duration.ZERO)).isEqualTo(new Entry.UnderWay());

    CompletableFuture<Entry> twin = CompletableFuture.supplyAsync(() -> repeats.enter(key, LONG));
    claim(key, "it", START);
    repeats.leave(key);

    assertThat(twin.join()).isEqualTo(new Entry.Again("it", null));
  }

  @Test
  void requestWhenItsTwinFailedIsTheFirst() {
    Repeats repeats = at(START);
    RepeatKey key = key(repeats, "k", "a");
    repeats.enter(key, LONG);
    repeats.leave(key);

    assertThat(repeats.enter(key, LONG)).isEqualTo(new Entry.First());
  }

  @Test
  void keyIsKeptForADayAndMayThenStandForSomethingElse() {
    RepeatKey key = key(at(START), "k", "a");
    claim(key, "it", START);

    Instant within = START.plus(DAY).minusMillis(1);
    assertThat(at(within).enter(key(at(within), "k", "a"), LONG))
        .isEqualTo(new Entry.Again("it", null));
    assertThat(claim(key(at(within), "k", "b"), "other", within)).isFalse();

    Instant after = START.plus(DAY);
    Repeats later = at(after);
    RepeatKey again = key(later, "k", "b");
    assertThat(later.enter(again, LONG)).isEqualTo(new Entry.First());
    assertThat(claim(again, "other", after)).isTrue();
    later.leave(again);
    assertThat(later.enter(again, LONG)).isEqualTo(new Entry.Again("other", null));
  }

  @Test
  void expiredKeysLeaveAFewAtATimeWithEachNewOne() {
    for (int i = 0; i < 25; i++) {
      claim(key(at(START), "k" + i, "a"), "it", START);
    }
    Instant after = START.plus(DAY);
    claim(key(at(after), "x", "a"), "it", after);
    assertThat(count()).isEqualTo(16);
    claim(key(at(after), "y", "a"), "it", after);
    claim(key(at(after), "z", "a"), "it", after);
    assertThat(count()).isEqualTo(3);
  }

  private int count() {
    return opened
        .database()
        .read(sql -> sql.sql("SELECT COUNT(*) FROM repeat_key").query(Integer.class).single());
  }
}
