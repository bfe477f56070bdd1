package io.forkyard.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The SQL of a table whose rows end and are then kept for a while. Readers walk along an index of
 * the ends; only the deletion itself is the writer's. Each method is one transaction.
 */
public final class EndedStore implements Retained {

  private static final String OLDEST_KEPT =
      """
      SELECT %2$s, id FROM %1$s WHERE %2$s IS NOT NULL
       ORDER BY %2$s DESC, id DESC LIMIT 1 OFFSET :newer
      """;

  private static final String PAGE =
      """
      SELECT %2$s, id FROM %1$s
       WHERE %2$s IS NOT NULL AND (%2$s, id) > (:after, :afterId) AND (%2$s, id) < (:until, :untilId)
       ORDER BY %2$s, id LIMIT :batch
      """;

  private static final String DELETE =
      "DELETE FROM %1$s WHERE id IN (:ids) AND %2$s IS NOT NULL AND %3$s";

  private static final Place START = new Place(-1, "");

  /** A place in the order of the ends. */
  record Place(long at, String id) {

    boolean isBefore(Place other) {
      return at < other.at || at == other.at && id.compareTo(other.id) < 0;
    }
  }

  /**
   * What is kept of it.
   *
   * @param table whose key is {@code id}
   * @param ended the column that tells when a row has ended, null before; the two are an index
   * @param removable a condition on rows that may go
   * @param most how many that have ended are kept; 0 is any number
   * @param batch how many are removed at once
   */
  public record Rule(String table, String ended, String removable, int most, int batch) {

    private String sql(String text) {
      return text.formatted(table, ended, removable);
    }
  }

  private final Database database;
  private final Rule rule;

  public EndedStore(Database database, Rule rule) {
    this.database = database;
    this.rule = rule;
  }

  @Override
  public String name() {
    return rule.table();
  }

  @Override
  public void prune(Instant before, BooleanSupplier going) {
    Place old = new Place(before.toEpochMilli() + 1, "");
    Place until = oldestKept().filter(old::isBefore).orElse(old);
    List<Place> page = page(START, until);
    while (!page.isEmpty() && going.getAsBoolean()) {
      delete(page);
      page = page(page.getLast(), until);
    }
  }

  private Optional<Place> oldestKept() {
    return rule.most() == 0
        ? Optional.empty()
        : database.read(sql ->
            sql.sql(rule.sql(OLDEST_KEPT))
                .param("newer", rule.most() - 1)
                .query((row, n) -> new Place(row.getLong(1), row.getString(2)))
                .optional());
  }

  private List<Place> page(Place after, Place until) {
    return database.read(sql ->
        sql.sql(rule.sql(PAGE))
            .param("after", after.at())
            .param("afterId", after.id())
            .param("until", until.at())
            .param("untilId", until.id())
            .param("batch", rule.batch())
            .query((row, n) -> new Place(row.getLong(1), row.getString(2)))
            .list());
  }

  private void delete(List<Place> page) {
    List<String> ids = page.stream().map(Place::id).toList();
    database.write(sql -> sql.sql(rule.sql(DELETE)).param("ids", ids).update());
  }

  /** The queries of a table, for those who ask for their plans. */
  static List<String> queries(Rule rule) {
    return List.of(rule.sql(OLDEST_KEPT), rule.sql(PAGE), rule.sql(DELETE));
  }
}
