package io.forkyard.web;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Ends a request with a problem of the catalogue. It has no stack trace, as nothing is broken. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Problem problem;
  private final String detail;
  private final @Nullable String field;
  private final @Nullable String expected;
  private final HttpHeaders headers = new HttpHeaders();
  private @Nullable String exception;
  private @Nullable String holder;
  private @Nullable Instant since;

  ProblemException(Problem problem, String detail) {
    this(problem, detail, null, null);
  }

  private ProblemException(
      Problem problem, String detail, @Nullable String field, @Nullable String expected) {
    super(detail, null, false, false);
    this.problem = problem;
    this.detail = detail;
    this.field = field;
    this.expected = expected;
    exception = problem.exception();
  }

  /** A field or parameter that does not fit. */
  static ProblemException invalid(String field, String expected, String found) {
    return new ProblemException(
        Problem.INVALID_REQUEST,
        field + " must be " + expected + ", not " + found,
        field,
        expected);
  }

  /** A field or parameter that is refused for a reason of its own. */
  static ProblemException refused(String field, String detail) {
    return new ProblemException(Problem.INVALID_REQUEST, detail, field, null);
  }

  static ProblemException notFound(String what, Object id) {
    return new ProblemException(Problem.NOT_FOUND, "There is no " + what + " " + id);
  }

  /** The same problem of a field within another. */
  ProblemException within(String outer) {
    return new ProblemException(problem, outer + "." + detail, outer + "." + field, expected);
  }

  ProblemException retryAfter(Duration time) {
    headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, time.toSeconds())));
    return this;
  }

  /** Where Python has another name for it than the catalogue. */
  ProblemException raisedAs(String exception) {
    this.exception = exception;
    return this;
  }

  /** Tells who is in the way, if anybody still is. */
  ProblemException heldBy(@Nullable String holder, @Nullable Instant since) {
    this.holder = holder;
    this.since = since;
    return this;
  }

  Problem problem() {
    return problem;
  }

  String detail() {
    return detail;
  }

  @Nullable String field() {
    return field;
  }

  @Nullable String expected() {
    return expected;
  }

  @Nullable String exception() {
    return exception;
  }

  @Nullable String holder() {
    return holder;
  }

  @Nullable Instant since() {
    return since;
  }

  HttpHeaders headers() {
    return headers;
  }
}
