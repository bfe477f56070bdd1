package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** How the database finds what is next: a claim must not cost more because more waits. */
class PlansTest {

  static final List<String> TURNS =
      List.of(ChunkClaimStore.RANGES, PendingStore.DUE, MapEndStore.DUE);

  @ParameterizedTest
  @FieldSource("TURNS")
  void nextComesFromAnIndexInItsOrder(String query) throws Exception {
    assertThat(plan(query)).anyMatch(step -> step.contains("_turn (pool=?)"));
    assertThat(plan(query)).noneMatch(step -> step.contains("TEMP B-TREE"));
  }

  @Test
  void nextTimeComesFromAnIndex() throws Exception {
    assertThat(plan(ChunkClaimStore.NEXT))
        .singleElement()
        .asString()
        .contains("_later (pool=? AND not_before>?)");
  }

  private static List<String> plan(String query) throws Exception {
    try (TestDatabase opened = TestDatabase.open()) {
      return opened
          .database()
          .read(sql ->
              sql.sql("EXPLAIN QUERY PLAN " + query)
                  .param("pool", "p")
                  .param("options", "")
                  .param("now", 0)
                  .param("slots", 1)
                  .param("limit", 1)
                  .query((row, n) -> row.getString("detail"))
                  .list());
    }
  }
}
