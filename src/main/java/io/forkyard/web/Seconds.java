package io.forkyard.web;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as the contract writes them: decimal numbers of seconds. */
final class Seconds {

  private static final double NANOS = 1e9;

  private Seconds() {}

  /**
   * The duration of so many seconds, to the nanosecond. By way of a double, as the exact arithmetic
   * on a number like 1e-999999999 would never end; what is more than zero stays so.
   */
  static Duration duration(BigDecimal seconds) {
    long nanos = Math.round(seconds.doubleValue() * NANOS);
    return Duration.ofNanos(nanos == 0 ? seconds.signum() : nanos);
  }

  static BigDecimal of(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), 9))
            .stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }
}
