package io.forkyard.web;

import io.forkyard.storage.OutcomeUnknownException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.dao.DataAccessResourceFailureException;

/** What callers are told while the database does not answer. */
final class StoreAway {

  private static final Duration BACK_SOON = Duration.ofSeconds(5);

  private StoreAway() {}

  /** What such a failure means for a caller; empty when it is another one. */
  static Optional<ProblemException> problem(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutcomeUnknownException) {
        return Optional.of(told("The database went away; whether this was stored is unknown"));
      }
      if (cause instanceof DataAccessResourceFailureException) {
        return Optional.of(told("The database does not answer; nothing was changed"));
      }
    }
    return Optional.empty();
  }

  private static ProblemException told(String detail) {
    return new ProblemException(Problem.UNAVAILABLE, detail).retryAfter(BACK_SOON);
  }
}
