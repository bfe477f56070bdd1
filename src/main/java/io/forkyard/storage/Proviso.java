package io.forkyard.storage;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What somebody else's transaction writes too, so that a crash leaves both or neither. It is SQL
 * alone, as it may run twice.
 */
@FunctionalInterface
public interface Proviso {

  /** Nothing, which is always given. */
  Proviso NONE = (sql, now) -> true;

  /** Writes it. Gives false, and has written nothing, when all that was done before. */
  boolean write(JdbcClient sql, Instant now);
}
