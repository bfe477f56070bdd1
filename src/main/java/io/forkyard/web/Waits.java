package io.forkyard.web;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long a caller may wait: at most as long as the service allows, and while it is there. */
@Component
final class Waits {

  private final Duration longest;
  private final Peers peers;

  Waits(WebProperties properties, Peers peers) {
    longest = properties.maxWait();
    this.peers = peers;
  }

  /** The longest time that any request waits. */
  Duration longest() {
    return longest;
  }

  /** What {@code ?wait=} asks for; none is no wait. */
  Duration parse(@Nullable String wait) {
    Duration asked = Params.seconds("wait", wait).orElse(Duration.ZERO);
    return asked.compareTo(longest) > 0 ? longest : asked;
  }

  /**
   * What {@code ?block=&timeout=} asks for, as in Python: not to block is no wait whatever the
   * time-out; a negative one counts as 0, and none as the longest.
   */
  Duration change(@Nullable String block, @Nullable String timeout) {
    Duration asked = Params.signedSeconds("timeout", timeout).orElse(longest);
    if (!Params.flag("block", block, true) || asked.isNegative()) {
      return Duration.ZERO;
    }
    if (asked.compareTo(longest) > 0) {
      throw ProblemException.invalid(
          "timeout", "at most " + Seconds.of(longest) + " seconds", Seconds.of(asked).toString());
    }
    return asked;
  }

  /** Runs what waits; it is interrupted when the caller hangs up. */
  <T> T whileHere(Supplier<T> wait) {
    return peers.whileHere(wait);
  }
}
