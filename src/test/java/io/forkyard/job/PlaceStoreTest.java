package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.TestDatabase;
import io.forkyard.storage.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool of which two nodes together run no more than its size. */
class PlaceStoreTest {

  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC);
  private static final Ids IDS = new Ids(CLOCK);
  private static final byte[] NOTHING = {};

  private TestDatabase opened;
  private Database database;
  private JobStore jobs;
  private ClaimStore here;
  private ClaimStore there;
  private AttemptStore attempts;
  private PendingStore pending;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    database = opened.database();
    jobs = new JobStore(database, CLOCK);
    Node one = new Node("n1", "one", 1);
    here = new ClaimStore(database, one, CLOCK);
    there = new ClaimStore(database, new Node("n2", "two", 2), CLOCK);
    attempts = new AttemptStore(database, one, CLOCK, Duration.ZERO);
    pending = new PendingStore(database, one, CLOCK, Duration.ZERO);
    database.write(sql ->
        sql.sql("INSERT INTO pool (name, state, settings) VALUES ('p', 'RUNNING', '{}')").update()
            + sql.sql("INSERT INTO job_count (pool) VALUES ('p')").update());
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void nodesTogetherTakeNoMoreThanTheSize() {
    add(5);

    List<Claim> first = claim(here, 2).claims();

    assertThat(first).hasSize(2);
    assertThat(claim(there, 2).claims()).isEmpty();
    assertThat(claim(here, 2).claims()).isEmpty();
    assertThat(claim(there, 3).claims()).hasSize(1);
    finish(first.getFirst());
    assertThat(claim(there, 2).claims()).isEmpty();
    finish(first.getLast());
    assertThat(claim(there, 2).claims()).hasSize(1);
  }

  @Test
  void poolOfEachNodeTakesItsSizeOnEach() {
    add(3);

    assertThat(here.claim("p", Slots.of(1), offers()).claims()).hasSize(1);
    assertThat(there.claim("p", Slots.of(1), offers()).claims()).hasSize(1);
  }

  @Test
  void placeThatIsLentIsAnothersUntilItIsFree() {
    add(3);
    Claim lender = claim(here, 1).claims().getFirst();
    assertThat(claim(there, 1).claims()).isEmpty();

    assertThat(claim(here, 0, 1, lent(lender, 0)).returned()).isEmpty();
    Claim borrower = claim(there, 1).claims().getFirst();
    Lent back = lent(lender, 7);
    assertThat(claim(here, 1, 1, back).returned()).isEmpty();

    attempts.finish(borrower, end()).get();
    assertThat(claim(there, 1).claims()).as("who wants a place back goes first").isEmpty();
    Turn turn = claim(here, 1, 1, back);
    assertThat(turn.returned()).containsExactly(back);
    assertThat(turn.claims()).isEmpty();
    assertThat(claim(there, 1).claims()).isEmpty();
    finish(lender);
    assertThat(claim(there, 1).claims()).hasSize(1);
  }

  @Test
  void attemptThatLentItsPlaceHasNotLentItInItsNext() {
    add(2);
    Claim lender = claim(here, 1).claims().getFirst();
    claim(here, 0, 1, lent(lender, 0));
    attempts.putBack(lender);

    assertThat(claim(there, 1).claims()).extracting(Claim::id).containsExactly(lender.id());
    assertThat(claim(here, 1).claims()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAUSED", "TERMINATED"})
  void poolThatAnotherNodeHaltedHandsOutNothing(String state) {
    add(1);
    become(state);

    assertThat(here.claim("p", Slots.of(1), offers()).claims()).isEmpty();
    assertThat(pending.waiting()).isEmpty();

    become("RUNNING");
    assertThat(pending.waiting()).containsExactly("p");
    assertThat(here.claim("p", Slots.of(1), offers()).claims()).hasSize(1);
    assertThat(pending.waiting()).isEmpty();
  }

  @Test
  void poolInWhichAPlaceIsWantedBackIsLookedAt() {
    add(1);
    Claim lender = claim(here, 1).claims().getFirst();
    claim(here, 0, 1, lent(lender, 0));
    assertThat(pending.waiting()).isEmpty();

    claim(here, 0, 0, lent(lender, 1));

    assertThat(pending.waiting()).containsExactly("p");
  }

  @Test
  void poolHasSomethingLeftWhileAnyNodeRunsIt() {
    assertThat(pending.left("p")).isFalse();
    add(1);
    assertThat(pending.left("p")).isTrue();
    Claim claim = claim(there, 1).claims().getFirst();
    assertThat(pending.left("p")).isTrue();
    finish(claim);
    assertThat(pending.left("p")).isFalse();
  }

  /** However many wait or have ended: only what runs is counted. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void placesAreCountedFromAnIndexOfWhatRuns(boolean computing) {
    assumeFalse(TestPostgres.wanted(), "the other database tells its plans otherwise");
    String query = computing ? PlaceStore.COMPUTING : PlaceStore.TAKEN;

    List<String> plan = plan("EXPLAIN QUERY PLAN " + query);

    assertThat(plan)
        .anyMatch(step -> step.contains("job USING INDEX job_place (pool=? AND lent=?)"))
        .anyMatch(step -> step.contains("INDEX map_chunk_place (pool=? AND lent=?)"));
  }

  @Test
  void poolsWithWorkAreFoundByIndexes() {
    assumeFalse(TestPostgres.wanted(), "the other database tells its plans otherwise");

    assertThat(plan("EXPLAIN QUERY PLAN " + PendingStore.WAITING))
        .noneMatch(step -> step.startsWith("SCAN job") || step.startsWith("SCAN map_chunk"));
  }

  private List<String> plan(String query) {
    return database.read(sql ->
        sql.sql(query)
            .param("pool", "p")
            .param("now", 0)
            .query((row, n) -> row.getString("detail"))
            .list());
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      Submission wanted =
          new Submission(
              "p", "A::b", "[]", "{}", null, null, List.of(), null, 2, 0, Duration.ZERO, null);
      jobs.add(IDS.next(), new NewJob(wanted, "A::b", null, "", null), 100, null);
    }
  }

  private static Turn claim(ClaimStore node, int size) {
    return claim(node, 3, size);
  }

  private static Turn claim(ClaimStore node, int slots, int size, Lent... lent) {
    Slots.Cluster cluster = new Slots.Cluster(size, List.of(lent));
    return node.claim("p", new Slots(slots, slots, List.of(), cluster), offers());
  }

  private static Lent lent(Claim claim, long turn) {
    return new Lent(claim.id(), claim.offer().token(), turn);
  }

  private static List<Offer> offers() {
    return Stream.of("a", "b", "c")
        .map(worker -> new Offer(UUID.randomUUID().toString(), worker, 4711, ""))
        .toList();
  }

  private void become(String state) {
    database.write(sql -> sql.sql("UPDATE pool SET state = :s").param("s", state).update());
  }

  private void finish(Claim claim) {
    attempts.finish(claim, end()).get();
  }

  private static End end() {
    return new End("1", null, null, NOTHING, NOTHING, false);
  }
}
