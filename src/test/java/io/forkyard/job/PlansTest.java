package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.forkyard.storage.TestDatabase;
import io.forkyard.storage.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** How the database finds what is next: a claim must not cost more because more waits. */
class PlansTest {

  static final List<String> TURNS =
      List.of(
          ClaimStore.HEAD + ClaimStore.TURN,
          ClaimStore.HEAD + ClaimStore.PASSED + ClaimStore.TURN,
          ClaimStore.HEAD + ClaimStore.NO_SOURCE + ClaimStore.TURN,
          ChunkClaimStore.RANGES + ChunkClaimStore.TURN,
          ChunkClaimStore.RANGES + ClaimStore.PASSED + ChunkClaimStore.TURN,
          PendingStore.DUE,
          MapEndStore.DUE);

  static final List<String> TIMES = List.of(ClaimStore.NEXT, ChunkClaimStore.NEXT);

  @ParameterizedTest
  @FieldSource("TURNS")
  void nextComesFromAnIndexInItsOrder(String query) throws Exception {
    assertThat(plan(query)).anyMatch(step -> step.contains("_turn (pool=?)"));
    assertThat(plan(query)).noneMatch(step -> step.contains("TEMP B-TREE"));
  }

  @ParameterizedTest
  @FieldSource("TIMES")
  void nextTimeComesFromAnIndex(String query) throws Exception {
    assertThat(plan(query)).singleElement().asString().contains("_later (pool=?");
  }

  @Test
  void whatIsCancelledComesFromThePoolsOwn() throws Exception {
    assertThat(plan(PendingStore.CANCEL_SOME))
        .anyMatch(step -> step.contains("job_pool_waiting (pool=?)"));
  }

  private static List<String> plan(String query) throws Exception {
    assumeFalse(TestPostgres.wanted(), "the other database tells its plans otherwise");
    try (TestDatabase opened = TestDatabase.open()) {
      return opened
          .database()
          .read(sql ->
              sql.sql("EXPLAIN QUERY PLAN " + query)
                  .param("pool", "p")
                  .param("options", "")
                  .param("now", 0)
                  .param("passed", List.of("one", "two"))
                  .param("slots", 1)
                  .param("limit", 1)
                  .query((row, n) -> row.getString("detail"))
                  .list());
    }
  }
}
