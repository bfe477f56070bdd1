package io.forkyard.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long a caller who looks may wait: at most as long as the service allows. */
@Component
final class Waits {

  private final Duration longest;

  Waits(WebProperties properties) {
    longest = properties.maxWait();
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
}
