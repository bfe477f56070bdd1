package io.forkyard.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator what to do about the data folder, without a stack trace. */
final class DataDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<DataDirectoryException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, DataDirectoryException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.cure(), cause);
  }
}
