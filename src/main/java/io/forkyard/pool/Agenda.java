package io.forkyard.pool;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a pool has to look for jobs again. The pool's thread's alone. */
final class Agenda {

  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

  /** Longer than most short jobs: a start beside one would double its time. */
  private static final Duration AFTER_BEGIN = Duration.ofMillis(20);

  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  private final Clock clock;
  private boolean jobsMayWait = true;

  /** Whether the store may answer something else than when it was last asked. */
  private boolean news = true;

  private Instant lastWork;

  /** The moment of the present look: what is not due by it is slept for, however long it takes. */
  private Instant present;

  /** When the next delayed job or retry is due, or when to try again after trouble. */
  private @Nullable Instant next;

  /** When children may be started again that no job waits for. */
  private @Nullable Instant replace;

  Agenda(Clock clock) {
    this.clock = clock;
    this.lastWork = clock.instant();
    this.present = lastWork;
  }

  Instant now() {
    return clock.instant();
  }

  /** When the pool last woke; the same until it has slept again. */
  Instant present() {
    return present;
  }

  /** Something has changed that jobs may have waited for. */
  void look() {
    jobsMayWait = true;
    news = true;
  }

  /** Something has changed that matters only if jobs wait. */
  void lookAgain() {
    news = true;
  }

  /** Whether something has changed since the store was asked. */
  boolean hasNews() {
    return news;
  }

  /** The store was asked. */
  void looked(boolean moreMayWait, @Nullable Instant due) {
    jobsMayWait = moreMayWait;
    news = false;
    next = due;
  }

  void failed() {
    next = now().plus(AFTER_TROUBLE);
  }

  void worked() {
    lastWork = now();
  }

  Instant lastWork() {
    return lastWork;
  }

  /** A job has begun, which the start of another child would slow down. */
  void began() {
    worked();
    replace = replace == null ? lastWork.plus(AFTER_BEGIN) : replace;
  }

  /** Whether it is too early to start a child that no job waits for. */
  boolean justBegan() {
    return replace != null;
  }

  /** Somebody waits for children, with or without jobs. */
  void replaceNow() {
    replace = null;
  }

  boolean jobsMayWait() {
    return jobsMayWait;
  }

  /** Whether no job waits, not even one for a later moment. */
  boolean isEmpty() {
    return !jobsMayWait && next == null;
  }

  /** Whether there has been no work for so long that children need not be kept. */
  boolean tired(Duration idle) {
    return idle.isPositive() && !present.isBefore(lastWork.plus(idle));
  }

  /** How long to wait for events, when something else is to be done at a given moment. */
  Duration sleep(Duration idle, @Nullable Instant other) {
    Instant now = now();
    Instant end = now.plus(LONGEST_SLEEP);
    end = earlier(end, other);
    end = earlier(end, next);
    end = earlier(end, replace);
    Instant tired = lastWork.plus(idle);
    end = earlier(end, idle.isPositive() && tired.isAfter(present) ? tired : null);
    return end.isBefore(now) ? Duration.ZERO : Duration.between(now, end);
  }

  /** Looks at the clock after a sleep. */
  void awake() {
    present = now();
    if (next != null && !present.isBefore(next)) {
      next = null;
      look();
    }
    if (replace != null && !present.isBefore(replace)) {
      replace = null;
    }
  }

  private static Instant earlier(Instant one, @Nullable Instant other) {
    return other == null || one.isBefore(other) ? one : other;
  }
}
