package io.forkyard.web;

import io.forkyard.pool.Pools;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long a child that is told to stop may take: as long as asked for, or as the service says. */
@Component
final class Graces {

  private static final Duration LONGEST = Duration.ofHours(1);

  private final Pools pools;

  Graces(Pools pools) {
    this.pools = pools;
  }

  Duration parse(@Nullable String grace) {
    Duration asked = Params.seconds("grace", grace).orElse(pools.grace());
    if (asked.compareTo(LONGEST) > 0) {
      throw ProblemException.invalid(
          "grace", "at most " + LONGEST.toSeconds() + " seconds", Texts.shortened(asked));
    }
    return asked;
  }
}
