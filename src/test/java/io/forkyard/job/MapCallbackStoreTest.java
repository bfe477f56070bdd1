package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A delivery is due as soon as its map has ended, in whatever way, and never before. */
class MapCallbackStoreTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Failure DIED = Failure.of(FailureReason.EXITED, "gone");

  private final Ids ids = new Ids(CLOCK);
  private TestDatabase opened;
  private MapStore maps;
  private ClaimStore claims;
  private ChunkStore chunks;
  private MapEndStore ends;
  private CallbackStore callbacks;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    Database database = opened.database();
    maps = new MapStore(database, CLOCK);
    claims = new ClaimStore(database, new Node("n1", "here", 1), CLOCK);
    chunks = new ChunkStore(database, CLOCK, Duration.ZERO);
    ends = new MapEndStore(database, CLOCK, Duration.ZERO);
    callbacks = new CallbackStore(database);
    database.write(sql ->
        sql.sql("INSERT INTO pool (name, state, settings) VALUES ('p', 'RUNNING', '{}')").update()
            + sql.sql("INSERT INTO job_count (pool) VALUES ('p')").update());
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void mapWithoutItemsIsDeliveredAtOnce() {
    UUID id = add(0);

    assertThat(due()).containsExactly(id);
  }

  @Test
  void mapIsDeliveredAfterItsLastItem() {
    UUID id = add(2);
    Chunk chunk = claim();
    chunks.keep(chunk, 0, List.of(new Outcome.Value("1")));
    assertThat(callbacks.next()).isEmpty();

    chunks.keep(chunk, 1, List.of(new Outcome.Failed(DIED)));

    assertThat(due()).containsExactly(id);
    assertThat(maps.find(id).orElseThrow().callback().attempts()).isEqualTo(1);
  }

  @Test
  void mapIsDeliveredWhenItIsStoppedBeforeAndInItsRun() {
    UUID running = add(2);
    Chunk chunk = claim();
    ends.stop(running);
    assertThat(callbacks.next()).isEmpty();
    chunks.end(chunk, 0, List.of(), new Rest.Stopped(DIED)).get();
    UUID waiting = add(2);
    ends.stop(waiting);

    assertThat(due()).containsExactlyInAnyOrder(running, waiting);
  }

  @Test
  void mapIsDeliveredWhenNoChildStarts() {
    UUID id = add(2);

    ends.failStart("p", "", DIED);

    assertThat(due()).containsExactly(id);
  }

  @Test
  void mapIsDeliveredWhenTheServiceWasKilled() {
    UUID id = add(1);
    claim();

    ends.recover();

    assertThat(due()).containsExactly(id);
  }

  @Test
  void mapIsDeliveredWhenItsPoolIsTerminated() {
    UUID id = add(1);

    assertThat(ends.stopSome("p")).containsExactly(id);
    assertThat(ends.stopSome("p")).isEmpty();

    assertThat(due()).containsExactly(id);
  }

  @Test
  void mapWhenDeletedTakesItsDeliveryWithIt() {
    UUID id = add(0);

    assertThat(maps.delete(id)).isTrue();

    assertThat(callbacks.next()).isEmpty();
  }

  private List<UUID> due() {
    Instant now = CLOCK.instant();
    return callbacks.claim(9, now, now.plusSeconds(60)).stream().map(Delivery::id).toList();
  }

  private UUID add(int items) {
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
            1,
            0,
            Duration.ZERO,
            new Receiver.Url("http://localhost/done"));
    List<String> all = List.of("1", "2").subList(0, items);
    NewMap map = new NewMap(new NewJob(wanted, "A::b", null, "", null), false, all, items);
    return ((MapAdded.Stored) maps.add(ids.next(), map, 100, null)).map().id();
  }

  private Chunk claim() {
    Offer offer = new Offer(UUID.randomUUID().toString(), "w", 4711, "");
    return claims.claim("p", Slots.of(1), List.of(offer)).chunks().getFirst();
  }
}
