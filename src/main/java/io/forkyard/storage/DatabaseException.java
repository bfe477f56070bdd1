package io.forkyard.storage;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database cannot be used. The service does not start without it. */
public final class DatabaseException extends RuntimeException {

  private final String cure;

  private DatabaseException(String what, String cure, @Nullable Exception cause) {
    super(what, cause);
    this.cure = cure;
  }

  static DatabaseException foreign(@Nullable Exception cause) {
    return new DatabaseException(
        "spring.datasource.url is not the address of a PostgreSQL.",
        "Set it to jdbc:postgresql://HOST/DATABASE, or leave it out for the embedded database.",
        cause);
  }

  static DatabaseException unreachable(SQLException cause) {
    return new DatabaseException(
        "The database of spring.datasource.url cannot be used: " + cause.getMessage(),
        "See that it runs and that spring.datasource.url, .username and .password are right.",
        cause);
  }

  /** What to do about it. */
  public String cure() {
    return cure;
  }
}
