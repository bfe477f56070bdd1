package io.forkyard.storage;

import org.springframework.dao.DataAccessResourceFailureException;

/** The database went away during a commit and could not be asked in time whether it took place. */
public final class OutcomeUnknownException extends DataAccessResourceFailureException {

  private static final long serialVersionUID = 1;

  OutcomeUnknownException(Throwable cause) {
    super("The database went away while it stored this; whether it did is unknown", cause);
  }
}
