package io.forkyard.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator what to do about the database, without a stack trace. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, DatabaseException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.cure(), cause);
  }
}
