package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.job.ChunkStore.Kept;
import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** What the store allows with maps, whoever asks. */
class ChunkStoreTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Ids IDS = new Ids(CLOCK);
  private static final Failure DIED = Failure.of(FailureReason.EXITED, "gone");

  private TestDatabase opened;
  private Database database;
  private JobStore jobs;
  private MapStore maps;
  private ClaimStore claims;
  private ChunkStore chunks;
  private MapEndStore ends;
  private MapResultStore results;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    database = opened.database();
    jobs = new JobStore(database, CLOCK);
    maps = new MapStore(database, CLOCK);
    claims = new ClaimStore(database, new Node("n1", "here", 1), CLOCK);
    chunks = new ChunkStore(database, CLOCK, Duration.ZERO);
    ends = new MapEndStore(database, CLOCK, Duration.ZERO);
    results = new MapResultStore(database);
    database.write(sql ->
        sql.sql("INSERT INTO pool (name, state, settings) VALUES ('p', 'RUNNING', '{}')").update()
            + sql.sql("INSERT INTO job_count (pool) VALUES ('p')").update());
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void jobsAndChunksShareOneOrderOfPriorityAndSubmission() {
    UUID map = add(4, 2, 0, 1);
    UUID job = job(0);
    UUID urgent = add(1, 1, 5, 1);

    Turn turn = claims.claim("p", Slots.of(3), offers(3));

    assertThat(turn.chunks()).extracting(Chunk::map).containsExactly(urgent, map, map);
    assertThat(turn.claims()).isEmpty();
    assertThat(claims.claim("p", Slots.of(3), offers(3)).claims())
        .extracting(Claim::id)
        .containsExactly(job);
  }

  @Test
  void chunksAreCutFromTheHeadOfWhatWaits() {
    UUID id = add(5, 2, 0, 1);

    List<Chunk> cut = claims.claim("p", Slots.of(9), offers(9)).chunks();

    assertThat(cut).extracting(Chunk::first).containsExactly(0, 2, 4);
    assertThat(cut).extracting(Chunk::last).containsExactly(2, 4, 5);
    assertThat(chunks.items(cut.get(1)).orElseThrow()).containsExactly("2", "3");
    assertThat(maps.find(id).orElseThrow().state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void itemsOfALargeMapAreReadFromAllTheirBlocks() {
    add(2500, 2500, 0, 1);

    List<String> items = chunks.items(claim()).orElseThrow();

    assertThat(items).hasSize(2500).startsWith("0", "1").endsWith("2498", "2499");
  }

  @Test
  void chunkWhenItsItemsHaveAnotherChildCannotWrite() {
    UUID id = add(2, 2, 0, 1);
    Chunk stale = claim();
    chunks.end(stale, 0, List.of(), new Rest.PutBack()).get();
    Chunk current = claim();

    assertThat(chunks.keep(stale, 0, values("1"))).isEqualTo(Kept.STALE);
    assertThat(chunks.end(stale, 0, List.of(), new Rest.Died(DIED)).get()).isEqualTo(Kept.STALE);
    assertThat(chunks.keep(current, 0, values("7", "8"))).isEqualTo(Kept.ENDED);

    MapStatus map = maps.find(id).orElseThrow();
    assertThat(map.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(results.ordered(id, 0).orElseThrow().rows().getFirst().values())
        .containsExactly("7", "8");
  }

  @Test
  void lastResultsAndTheEndOfAChunkAreStoredTogether() {
    UUID id = add(4, 2, 0, 1);
    Chunk first = claim();
    Chunk second = claim();

    assertThat(chunks.end(first, 0, values("0", "1"), null).get()).isEqualTo(Kept.GOES_ON);
    assertThat(maps.find(id).orElseThrow().done()).isEqualTo(2);
    assertThat(chunks.end(second, 2, values("2"), new Rest.Died(DIED)).get()).isEqualTo(Kept.ENDED);

    MapStatus map = maps.find(id).orElseThrow();
    assertThat(map.state()).isEqualTo(JobState.FAILED);
    assertThat(map.done()).isEqualTo(4);
    assertThat(map.failed()).isEqualTo(1);
    assertThat(chunks.end(first, 0, values("8", "9"), null).get()).isEqualTo(Kept.STALE);
  }

  @Test
  void chunkWhoseLastResultsCannotBeStoredHasNotEnded() {
    UUID id = add(2, 2, 0, 1);
    Chunk chunk = claim();
    chunks.keep(chunk, 0, values("0"));

    assertThatThrownBy(() -> chunks.end(chunk, 0, values("8", "9"), null).get())
        .isInstanceOf(DataAccessException.class);

    assertThat(maps.find(id).orElseThrow().done()).isEqualTo(1);
    assertThat(chunks.end(chunk, 1, values("1"), null).get()).isEqualTo(Kept.ENDED);
    assertThat(maps.find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void restOfADeadChunkRunsInHalvesAndItsCulpritNotAgain() {
    add(8, 8, 0, 1);
    Chunk chunk = claim();
    chunks.keep(chunk, 0, values("0", "1"));

    chunks.end(chunk, 2, List.of(), new Rest.Died(DIED)).get();

    List<Chunk> next = claims.claim("p", Slots.of(9), offers(9)).chunks();
    assertThat(next).extracting(Chunk::first).containsExactly(3, 6);
    assertThat(next).extracting(Chunk::last).containsExactly(6, 8);
    assertThat(next).extracting(Chunk::number).containsOnly(1);
  }

  @Test
  void failureAtTheEndOfAChunkIsTriedAgainWhileTheChunkRuns() {
    UUID id = add(2, 2, 0, 2);
    Chunk chunk = claim();

    chunks.keep(chunk, 0, List.of(new Outcome.Value("0"), new Outcome.Failed(DIED)));

    Chunk again = claim();
    assertThat(again.first()).isEqualTo(1);
    assertThat(again.number()).isEqualTo(2);
    chunks.end(chunk, 2, List.of(), null).get();
    chunks.keep(again, 1, values("1"));
    assertThat(maps.find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void mapWhenStoppedEndsWithItsLastChunk() {
    UUID id = add(6, 2, 0, 3);
    Chunk first = claim();
    Chunk second = claim();

    assertThat(ends.stop(id)).contains(JobState.RUNNING);
    assertThat(claims.claim("p", Slots.of(9), offers(9)).chunks()).isEmpty();
    assertThat(chunks.items(first)).isEmpty();
    chunks.end(first, 1, List.of(), new Rest.Stopped(DIED)).get();
    assertThat(maps.find(id).orElseThrow().state()).isEqualTo(JobState.STOPPING);
    chunks.end(second, 2, List.of(), new Rest.PutBack()).get();

    assertThat(maps.find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    assertThat(ends.stop(id)).contains(JobState.CANCELLED);
  }

  @Test
  void recoveryKeepsWhatIsDoneAndTakesAnAttemptFromWhatRan() {
    UUID lost = add(4, 4, 0, 1);
    chunks.keep(claim(), 0, values("0"));
    UUID again = add(4, 4, 1, 2);
    chunks.keep(claim(), 0, values("0"));
    UUID stopping = add(4, 4, 2, 1);
    chunks.keep(claim(), 0, values("0"));
    ends.stop(stopping);

    opened.enter("n1");
    assertThat(ends.recover()).isEmpty();
    opened.leave("n1");
    assertThat(ends.recover()).containsExactlyInAnyOrder(lost, again, stopping);

    assertThat(maps.find(lost).orElseThrow().done()).isEqualTo(2);
    assertThat(results.failed(lost, 0, 9).orElseThrow().rows().getFirst().failure().reason())
        .isEqualTo(FailureReason.NODE_LOST);
    assertThat(maps.find(again).orElseThrow().done()).isEqualTo(1);
    assertThat(maps.find(stopping).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    List<Chunk> next = claims.claim("p", Slots.of(9), offers(9)).chunks();
    assertThat(next).extracting(Chunk::map).containsExactly(again, again, lost);
    assertThat(next).extracting(Chunk::first).containsExactly(1, 2, 2);
    assertThat(next).extracting(Chunk::number).containsExactly(2, 1, 1);
  }

  @Test
  void checksRefuseWhatTheCodeWouldNeverWrite() {
    UUID id = add(2, 1, 0, 1);

    for (String wrong :
        List.of(
            "state = 'LOST'",
            "state = 'SUCCEEDED', finished_at = 1",
            "state = 'FAILED', finished_at = 1, done = 2",
            "finished_at = 1",
            "done = 3",
            "failed = 1")) {
      assertThatThrownBy(() ->
              database.write(sql ->
                  sql.sql("UPDATE map SET " + wrong + " WHERE id = :id")
                      .param("id", id.toString())
                      .update()))
          .as(wrong)
          .isInstanceOf(DataAccessException.class);
    }
  }

  private UUID add(int items, int chunkSize, int priority, int maxAttempts) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      all.add(String.valueOf(i));
    }
    NewMap map = new NewMap(each(priority, maxAttempts), false, all, chunkSize);
    return ((MapAdded.Stored) maps.add(IDS.next(), map, 100, null)).map().id();
  }

  private UUID job(int priority) {
    Added added = jobs.add(IDS.next(), each(priority, 1), 100, null);
    return ((Added.Stored) added).job().id();
  }

  private static NewJob each(int priority, int maxAttempts) {
    Submission wanted =
        new Submission(
            "p",
            "A::b",
            "[]",
            "{}",
            null,
            null,
            List.of(),
            null,
            maxAttempts,
            priority,
            Duration.ZERO,
            null);
    return new NewJob(wanted, "A::b", null, "", null);
  }

  private Chunk claim() {
    return claims.claim("p", Slots.of(1), offers(1)).chunks().getFirst();
  }

  private static List<Offer> offers(int count) {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      offers.add(new Offer(UUID.randomUUID().toString(), "w", 4711, ""));
    }
    return offers;
  }

  private static List<Outcome> values(String... json) {
    return List.of(json).stream().<Outcome>map(Outcome.Value::new).toList();
  }
}
