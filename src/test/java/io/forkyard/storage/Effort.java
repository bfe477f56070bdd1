package io.forkyard.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * What a statement costs a database: its plan, and how much was done. It is run and taken back.
 *
 * @param done steps of SQLite's machine, or pages that PostgreSQL has touched
 */
public record Effort(List<String> plan, long done) {

  private static final int GRAIN = 100;
  private static final int STEPS = 20_000;
  private static final int PAGES = 1_500;

  private static final Pattern TOUCHED = Pattern.compile("(?:hit|read)=(\\d+)");
  private static final Pattern WHOLE =
      Pattern.compile(
          "SCAN (job|map|map_\\w+|callback|attempt|output|queue_item|lock|permit"
              + "|semaphore|event|repeat_key)$|Seq Scan");

  /** Of one statement, after the database was closed: its writer would keep others out. */
  public static Effort of(TestDatabase opened, String statement, Map<String, ?> params)
      throws SQLException {
    try (Connection connection = opened.source().getConnection()) {
      connection.setAutoCommit(false);
      JdbcClient sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      try {
        return TestPostgres.wanted()
            ? pages(sql, statement, params)
            : steps(sql, statement, params, connection.unwrap(SQLiteConnection.class));
      } finally {
        connection.rollback();
      }
    }
  }

  /** The queries of what is kept for a while. */
  public static List<String> queries(EndedStore.Rule rule) {
    return EndedStore.queries(rule);
  }

  /** How many rows there are of each large table. */
  public static int rows() {
    return Integer.getInteger("forkyard.test.rows", 100_000);
  }

  /** Whether it would not be more with more rows that are over. */
  public boolean isSmall() {
    return done < (TestPostgres.wanted() ? PAGES : STEPS);
  }

  /** The steps that read all of a large table. */
  public List<String> scans(List<String> small) {
    return plan.stream()
        .filter(step -> WHOLE.matcher(step).find())
        .filter(step -> small.stream().noneMatch(table -> step.matches(".* on " + table + "\\b.*")))
        .toList();
  }

  private static Effort pages(JdbcClient sql, String statement, Map<String, ?> params) {
    List<String> plan =
        sql.sql("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + statement)
            .params(params)
            .query(String.class)
            .list();
    long touched =
        plan.stream()
            .filter(step -> step.contains("Buffers:"))
            .findFirst()
            .map(step ->
                TOUCHED
                    .matcher(step)
                    .results()
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum())
            .orElse(0L);
    return new Effort(plan, touched);
  }

  private static Effort steps(
      JdbcClient sql, String statement, Map<String, ?> params, SQLiteConnection connection)
      throws SQLException {
    List<String> plan =
        sql.sql("EXPLAIN QUERY PLAN " + statement)
            .params(params)
            .query((row, n) -> row.getString("detail"))
            .list();
    AtomicLong steps = new AtomicLong();
    ProgressHandler.setHandler(
        connection,
        GRAIN,
        new ProgressHandler() {
          @Override
          protected int progress() {
            steps.addAndGet(GRAIN);
            return 0;
          }
        });
    try {
      run(sql.sql(statement).params(params), statement);
    } finally {
      ProgressHandler.clearHandler(connection);
    }
    return new Effort(plan, steps.get());
  }

  private static void run(JdbcClient.StatementSpec prepared, String statement) {
    if (statement.strip().startsWith("SELECT") || statement.contains("RETURNING")) {
      prepared.query((row, n) -> row.getObject(1)).list();
    } else {
      prepared.update();
    }
  }
}
