package io.forkyard.web;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors of the service itself: the log has the cause, the caller only an id to find it by. */
final class InternalErrors {

  private static final Logger log = LoggerFactory.getLogger(InternalErrors.class);

  private InternalErrors() {}

  static ProblemBody body(Throwable cause, @Nullable String instance) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12);
    log.error("Internal error {} at {}", id, instance, cause);
    return ProblemBody.of(
            Problem.INTERNAL_ERROR,
            "The service failed; its log has the cause under the id " + id,
            instance,
            null,
            null)
        .withId(id);
  }
}
