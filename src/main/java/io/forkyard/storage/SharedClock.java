package io.forkyard.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of the database where nodes share one, so that a lease ends on all at once. */
public final class SharedClock extends Clock {

  /** A difference that could as well come from the way of the answer is none. */
  private static final long TOLERANCE_MILLIS = 5;

  private final Clock own;
  private volatile Duration ahead = Duration.ZERO;

  /**
   * The time of this machine, until it is compared.
   *
   * @param own of this machine
   */
  public SharedClock(Clock own) {
    this.own = own;
  }

  /** Compares it with the database's, if that is shared. */
  public void follow(Database database) {
    if (!database.shared()) {
      return;
    }
    long asked = own.millis();
    long theirs = database.millis();
    long answered = own.millis();
    Duration distance = Duration.ofMillis(theirs - (asked + answered) / 2);
    long error = (answered - asked) / 2 + TOLERANCE_MILLIS;
    if (distance.minus(ahead).abs().toMillis() > error) {
      ahead = distance;
    }
  }

  @Override
  public Instant instant() {
    return own.instant().plus(ahead);
  }

  @Override
  public long millis() {
    return own.millis() + ahead.toMillis();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return own.withZone(zone);
  }
}
