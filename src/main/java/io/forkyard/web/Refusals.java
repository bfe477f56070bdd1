package io.forkyard.web;

import io.forkyard.pool.Submitted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a pool takes no job or map, in the words of the catalogue. */
final class Refusals {

  private static final Duration FULL_RETRY = Duration.ofSeconds(1);

  private Refusals() {}

  static ProblemException of(Submitted.Refusal refusal, @Nullable String pool) {
    return switch (refusal) {
      case Submitted.NoPool() -> ProblemException.notFound("pool", String.valueOf(pool));
      case Submitted.Closed() ->
          new ProblemException(Problem.POOL_CLOSED, "The pool " + pool + " takes no more jobs");
      case Submitted.Repeated() -> IdempotencyKeys.underWay();
      case Submitted.Full(int maxPending) ->
          new ProblemException(
                  Problem.POOL_BACKLOG_FULL, maxPending + " jobs of the pool wait already")
              .retryAfter(FULL_RETRY);
      case Submitted.NoArtifact(String id) ->
          ProblemException.refused("classpath", "There is no jar " + id + "; upload it first");
      case Submitted.NoMainClass() ->
          ProblemException.refused(
              "target", "No jar of the classpath names a Main-Class in its manifest");
    };
  }
}
