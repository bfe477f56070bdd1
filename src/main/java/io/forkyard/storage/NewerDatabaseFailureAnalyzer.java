package io.forkyard.storage;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator that the database is not of this version, without a stack trace. */
final class NewerDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FlywayValidateException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, FlywayValidateException cause) {
    return new FailureAnalysis(
        "The database was written by another version of Forkyard, which is newer than this one.",
        "Start that version again, or go back to a backup of before it. Nothing was changed.",
        cause);
  }
}
