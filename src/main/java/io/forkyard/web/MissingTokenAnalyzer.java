package io.forkyard.web;

import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in one sentence and not in a stack trace. */
final class MissingTokenAnalyzer extends AbstractFailureAnalyzer<MissingTokenException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, MissingTokenException cause) {
    return new FailureAnalysis(Objects.requireNonNull(cause.getMessage()), null, cause);
  }
}
