package io.forkyard.job;

import io.forkyard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of reading what became of a map's items, a part at a time. */
final class MapResultStore {

  static final String ORDERED =
      """
      SELECT first, last, seq, texts, failure, ran FROM map_result
       WHERE map = :map AND first >= :from ORDER BY first LIMIT :limit
      """;

  static final String UNORDERED =
      """
      SELECT first, last, seq, texts, failure, ran FROM map_result
       WHERE map = :map AND seq >= :from ORDER BY seq LIMIT :limit
      """;

  static final String FAILED =
      """
      SELECT first, last, seq, texts, failure, ran FROM map_result
       WHERE map = :map AND first >= :from AND failure IS NOT NULL AND ran = 1
       ORDER BY first LIMIT :limit
      """;

  private static final String STATE = "SELECT state FROM map WHERE id = :map";

  private static final int ROWS = 1000;

  /** A part ends after so many characters. */
  private static final int CHARACTERS = 512 * 1024;

  private final Database database;

  MapResultStore(Database database) {
    this.database = database;
  }

  /** In the order of the input, as far as no item is missing between them. */
  Optional<MapResults> ordered(UUID map, long from) {
    return part(map, ORDERED, from, ROWS, true);
  }

  /** In the order of completion. */
  Optional<MapResults> unordered(UUID map, long from) {
    return part(map, UNORDERED, from, ROWS, false);
  }

  /** Only the failures of items that had their turn, in the order of the input. */
  Optional<MapResults> failed(UUID map, long from, int limit) {
    return part(map, FAILED, from, limit, false);
  }

  /** The state is read first: what is missing from a map that has ended will not come. */
  private Optional<MapResults> part(UUID map, String query, long from, int limit, boolean closeUp) {
    return database.read(sql -> {
      Optional<JobState> state =
          sql.sql(STATE)
              .param("map", map.toString())
              .query((row, n) -> JobState.valueOf(row.getString(1)))
              .optional();
      return state.map(seen -> {
        List<MapResult> rows = rows(sql, map, query, from, limit, closeUp);
        return new MapResults(rows, rows.isEmpty() && seen.ready());
      });
    });
  }

  private static List<MapResult> rows(
      JdbcClient sql, UUID map, String query, long from, int limit, boolean closeUp) {
    return sql.sql(query)
        .param("map", map.toString())
        .param("from", from)
        .param("limit", limit)
        .query((ResultSetExtractor<List<MapResult>>) rows -> rows(rows, closeUp ? from : -1));
  }

  private static List<MapResult> rows(ResultSet rows, long next) throws SQLException {
    List<MapResult> part = new ArrayList<>();
    long size = 0;
    while (size < CHARACTERS && rows.next()) {
      if (next >= 0 && rows.getInt("first") != next) {
        break;
      }
      part.add(row(rows));
      next = next < 0 ? next : rows.getInt("last");
      String text = rows.getString(rows.getString("texts") == null ? "failure" : "texts");
      size += text.length();
    }
    return part;
  }

  private static MapResult row(ResultSet row) throws SQLException {
    String texts = row.getString("texts");
    return new MapResult(
        row.getInt("first"),
        row.getInt("last"),
        row.getLong("seq"),
        texts == null ? null : List.of(texts.split("\n", -1)),
        JobRows.failure(row.getString("failure")),
        row.getInt("ran") == 1);
  }
}
