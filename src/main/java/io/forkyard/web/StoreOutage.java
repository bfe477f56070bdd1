package io.forkyard.web;

import io.forkyard.node.UnansweredException;
import io.forkyard.storage.Outage;
import io.forkyard.storage.OutcomeUnknownException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;

/** What callers are told while the store, or another node, cannot be reached. */
final class StoreOutage {

  private static final Duration BACK_SOON = Duration.ofSeconds(5);

  private StoreOutage() {}

  /** What such a failure means for a caller; empty when it is another one. */
  static Optional<ProblemException> problem(Throwable failure) {
    if (caused(failure, OutcomeUnknownException.class)) {
      return told("The store went away; whether this was stored is unknown");
    }
    if (caused(failure, UnansweredException.class)) {
      return told(
          "The node that may have it did not answer; whether it does what was asked is unknown");
    }
    Optional<String> outage = Outage.of(failure);
    if (outage.isPresent() || caused(failure, DataAccessResourceFailureException.class)) {
      return told(
          outage
              .map(why -> "The store cannot be used now: " + why)
              .orElse("The store cannot be used now"));
    }
    return Optional.empty();
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> by) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (by.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<ProblemException> told(String detail) {
    return Optional.of(new ProblemException(Problem.UNAVAILABLE, detail).retryAfter(BACK_SOON));
  }
}
