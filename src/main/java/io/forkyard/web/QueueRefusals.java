package io.forkyard.web;

import io.forkyard.queue.Refusal;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Why a queue does not do what it was asked for, in the words of the catalogue. */
@Component
final class QueueRefusals {

  static final Duration RETRY = Duration.ofSeconds(1);

  private final StopGate stopGate;

  QueueRefusals(StopGate stopGate) {
    this.stopGate = stopGate;
  }

  ProblemException of(String queue, Refusal why) {
    return switch (why) {
      case NO_QUEUE -> noQueue(queue);
      case CLOSED ->
          new ProblemException(Problem.QUEUE_CLOSED, "The queue " + queue + " is closed");
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
