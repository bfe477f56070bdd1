package io.forkyard.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.sqlite.SQLiteException;

/** Tells an operator what the embedded database says at the start, without a stack trace. */
final class EmbeddedDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLiteException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, SQLiteException cause) {
    return new FailureAnalysis(
        "The database forkyard.db in the data folder cannot be used: " + cause.getMessage() + ".",
        "See that its disk is whole, has room and may be written; or put a backup in its place.",
        cause);
  }
}
