package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An error as RFC 9457 writes it. */
@Schema(name = "Problem", description = "An error, as in RFC 9457")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProblemBody(
    @Schema(description = "The page that explains it", example = "/problems/invalid-request")
        String type,
    @Schema(description = "The kind of error in words", example = "Invalid request") String title,
    @Schema(description = "The HTTP status", example = "400") int status,
    @Schema(description = "What is wrong here", example = "size must be from 1 to 64, not 0")
        String detail,
    @Schema(description = "The address that was called", example = "/v1/pools/fast")
        @Nullable String instance,
    @Schema(description = "Python's name for it, where there is one", example = "ValueError")
        @Nullable String exception,
    @Schema(description = "The field, parameter or header that is wrong", example = "size")
        @Nullable String field,
    @Schema(description = "What would be right there", example = "a whole number from 1 to 64")
        @Nullable String expected,
    @Schema(description = "Who holds the lock, for `lock-held`", example = "127.0.0.1")
        @Nullable String holder,
    @Schema(description = "Since when, for `lock-held`", example = "2026-01-31T12:00:00Z")
        @Nullable Instant since,
    @Schema(
            description = "Where to look in the log of the service, for an internal error",
            example = "6f1d2c7a9b3e")
        @Nullable String id) {

  static ProblemBody of(ProblemException problem, @Nullable String instance) {
    Problem kind = problem.problem();
    return new ProblemBody(
        kind.type(),
        kind.title(),
        kind.status(),
        problem.detail(),
        instance,
        problem.exception(),
        problem.field(),
        problem.expected(),
        problem.holder(),
        problem.since(),
        null);
  }

  static ProblemBody of(
      Problem problem,
      String detail,
      @Nullable String instance,
      @Nullable String field,
      @Nullable String expected) {
    return new ProblemBody(
        problem.type(),
        problem.title(),
        problem.status(),
        detail,
        instance,
        problem.exception(),
        field,
        expected,
        null,
        null,
        null);
  }

  ProblemBody withId(String id) {
    return new ProblemBody(
        type, title, status, detail, instance, exception, field, expected, holder, since, id);
  }
}
