package io.forkyard.web;

import io.forkyard.pool.Pools;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long what was told to stop may take before it is killed. */
@Component
final class Graces {

  private static final Duration LONGEST = Duration.ofHours(1);

  private final Duration otherwise;

  Graces(Pools pools) {
    otherwise = pools.grace();
  }

  /** What {@code ?grace=} asks for, or the service's own. */
  Duration parse(@Nullable String grace) {
    Duration asked = Params.seconds("grace", grace).orElse(otherwise);
    if (asked.compareTo(LONGEST) > 0) {
      throw ProblemException.invalid(
          "grace", "at most " + LONGEST.toSeconds() + " seconds", Texts.shortened(asked));
    }
    return asked;
  }
}
