package io.forkyard.web;

import io.forkyard.storage.RepeatKey;
import io.forkyard.storage.Repeats;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * {@code Idempotency-Key}: a request that is sent again does its work once (the IETF's
 * draft-ietf-httpapi-idempotency-key-header). A key holds for one path and query; all callers share
 * them. What was answered with an error is not remembered.
 */
@Component
final class IdempotencyKeys {

  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";
  static final String FORM = "[!-~]{1,255}";

  private static final Pattern KEY = Pattern.compile(FORM);
  private static final Duration TWIN_RETRY = Duration.ofSeconds(1);

  /** What the first request of its kind does. */
  interface Work<V> {

    /**
     * Does it and answers.
     *
     * @param key to be claimed in the transaction that stores what is made; null without a mark
     */
    ResponseEntity<V> answer(@Nullable RepeatKey key);
  }

  private final Repeats repeats;
  private final Waits waits;
  private final StopGate stopGate;

  IdempotencyKeys(Repeats repeats, Waits waits, StopGate stopGate) {
    this.repeats = repeats;
    this.waits = waits;
    this.stopGate = stopGate;
  }

  static boolean marked(HttpServletRequest request) {
    return request.getHeader(HEADER) != null;
  }

  static ProblemException underWay() {
    return new ProblemException(
            Problem.IDEMPOTENCY_KEY_IN_USE, "A request with this key is being worked on")
        .retryAfter(TWIN_RETRY);
  }

  /**
   * Answers a request, as the first or again.
   *
   * @param unless the status of a first answer that nobody got, because the service was killed
   * @param first does the work
   * @param again answers for what the first has made; its status is replaced by the first one's
   */
  <V> ResponseEntity<V> once(
      HttpServletRequest request,
      HttpStatus unless,
      Work<V> first,
      Function<String, ResponseEntity<V>> again) {
    if (!marked(request)) {
      return first.answer(null);
    }
    RepeatKey key = key(request);
    return switch (waits.whileHere(() -> repeats.enter(key, waits.longest()))) {
      case Repeats.Entry.First() -> first(key, unless, first);
      case Repeats.Entry.Again(String subject, Integer status) ->
          replayed(again.apply(subject), status == null ? unless.value() : status);
      case Repeats.Entry.Other() ->
          throw new ProblemException(
              Problem.IDEMPOTENCY_KEY_REUSED, "This key came before with another body");
      case Repeats.Entry.UnderWay() -> {
        stopGate.check();
        throw underWay();
      }
    };
  }

  private RepeatKey key(HttpServletRequest request) {
    List<String> marks = Collections.list(request.getHeaders(HEADER));
    if (marks.size() > 1 || !KEY.matcher(marks.getFirst()).matches()) {
      throw ProblemException.invalid(
          HEADER,
          "1 to 255 visible characters without spaces, once",
          "\"" + Texts.shortened(String.join(", ", marks)) + "\"");
    }
    HashedBody body = Objects.requireNonNull(WebUtils.getNativeRequest(request, HashedBody.class));
    String address = request.getRequestURI() + "?" + request.getQueryString();
    return repeats.key(marks.getFirst(), address, body.hash());
  }

  private <V> ResponseEntity<V> first(RepeatKey key, HttpStatus unless, Work<V> work) {
    try {
      ResponseEntity<V> answer = work.answer(key);
      if (answer.getStatusCode().value() != unless.value()) {
        repeats.answered(key, answer.getStatusCode().value());
      }
      return answer;
    } finally {
      repeats.leave(key);
    }
  }

  private static <V> ResponseEntity<V> replayed(ResponseEntity<V> present, int status) {
    return ResponseEntity.status(status)
        .headers(present.getHeaders())
        .header(REPLAYED, "true")
        .body(present.getBody());
  }
}
