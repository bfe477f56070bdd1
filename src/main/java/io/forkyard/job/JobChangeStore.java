package io.forkyard.job;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL that logs a job's new state, in the transaction that writes it. */
final class JobChangeStore {

  private static final String APPEND =
      """
      INSERT INTO change (at, kind, subject, state, pool, name, target)
      SELECT :now, 'JOB', id, state, pool, name, target FROM job WHERE id = :id
      """;

  private JobChangeStore() {}

  /** Logs the state that the job has now. */
  static void append(JdbcClient sql, UUID id, long now) {
    sql.sql(APPEND).param("now", now).param("id", id.toString()).update();
  }
}
