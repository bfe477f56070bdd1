package io.forkyard.web;

import io.forkyard.line.Refusal;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Why somebody had no turn, in the words of the catalogue. */
@Component
final class LineRefusals {

  static final Duration RETRY = Duration.ofSeconds(1);

  private final StopGate stopGate;

  LineRefusals(StopGate stopGate) {
    this.stopGate = stopGate;
  }

  /**
   * The answer.
   *
   * @param kind of the thing that was waited for
   */
  ProblemException of(String kind, String name, Refusal why) {
    return switch (why) {
      case UNKNOWN -> ProblemException.notFound(kind, name);
      case CLOSED ->
          new ProblemException(Problem.QUEUE_CLOSED, "The " + kind + " " + name + " is closed");
      case CROWDED ->
          new ProblemException(Problem.TOO_MANY_WAITERS, "Too many callers wait already")
              .retryAfter(RETRY);
      case STOPPING -> stopGate.stopping();
      case GAVE_UP -> Peers.hungUp();
    };
  }

  static ProblemException noQueue(String queue) {
    return ProblemException.notFound("queue", queue);
  }
}
