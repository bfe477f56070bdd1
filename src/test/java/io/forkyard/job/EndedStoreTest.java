package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.DrivenClock;
import io.forkyard.storage.Database;
import io.forkyard.storage.EndedStore;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has ended is removed when it is old or too much, with all that belongs to it. */
class EndedStoreTest {

  private static final Node NODE = new Node("n1", "here", 1);
  private static final byte[] PRINTED = {'x'};
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Receiver QUEUE = new Receiver.Queue("done");
  private static final JobFilter ALL = new JobFilter(null, null, null);

  private final DrivenClock clock = new DrivenClock();
  private final Ids ids = new Ids(clock);
  private TestDatabase opened;
  private Database database;
  private JobStore jobs;
  private MapStore maps;
  private ClaimStore claims;
  private AttemptStore attempts;
  private ChunkStore chunks;
  private CallbackStore callbacks;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    database = opened.database();
    jobs = new JobStore(database, clock);
    maps = new MapStore(database, clock);
    claims = new ClaimStore(database, NODE, clock);
    attempts = new AttemptStore(database, NODE, clock, Duration.ZERO);
    chunks = new ChunkStore(database, clock, Duration.ZERO);
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
  void jobThatEndedLongAgoIsGoneWithAllThatItLeft() {
    UUID old = add(2, null);
    attempts.finish(claim(), end(Failure.of(FailureReason.EXITED, "tried again"))).get();
    attempts.finish(claim(), end(null)).get();
    clock.pass(HOUR);
    UUID young = ended(null);
    UUID waiting = add(1, null);

    prune(clock.instant().minus(HOUR), 0);

    assertThat(jobs.find(old)).isEmpty();
    assertThat(jobs.list(ALL, null, 10).jobs()).extracting(Job::id).containsExactly(waiting, young);
    assertThat(jobs.output(young, 1, "STDOUT")).isPresent();
    assertThat(rows("output")).isEqualTo(2);
    assertThat(rows("attempt")).isZero();
  }

  @Test
  void jobsWhenTheyAreTooManyLeaveInTheOrderOfTheirEnds() {
    List<UUID> ended = IntStream.range(0, 250).mapToObj(i -> ended(null)).toList();

    prune(Instant.EPOCH, 0);
    assertThat(rows("job")).isEqualTo(250);
    prune(Instant.EPOCH, 20);

    assertThat(rows("job")).isEqualTo(20);
    assertThat(jobs.list(ALL, null, 100).jobs())
        .extracting(Job::id)
        .containsExactlyElementsOf(ended.subList(230, 250).reversed());
  }

  @Test
  void nodesThatRemoveAtOnceRemoveNoMoreThanOne() {
    IntStream.range(0, 250).forEach(i -> ended(null));

    Stream.generate(() -> CompletableFuture.runAsync(() -> prune(Instant.EPOCH, 20)))
        .limit(4)
        .toList()
        .forEach(CompletableFuture::join);

    assertThat(rows("job")).isEqualTo(20);
  }

  @Test
  void jobThatIsStillToBeDeliveredStays() {
    UUID pending = ended(QUEUE);
    clock.pass(HOUR);

    prune(clock.instant(), 1);
    assertThat(jobs.find(pending)).isPresent();

    Delivery delivery = callbacks.claim(1, clock.instant(), clock.instant().plus(HOUR)).getFirst();
    callbacks.settle(delivery, Callback.State.DELIVERED, null, null, clock.instant());
    prune(clock.instant(), 1);
    assertThat(jobs.find(pending)).isEmpty();
    assertThat(rows("callback")).isZero();
  }

  @Test
  void mapThatEndedLongAgoIsGoneWithItsItemsAndResults() {
    UUID old = map();
    Chunk chunk = claims.claim("p", Slots.of(1), List.of(offer())).chunks().getFirst();
    chunks.keep(chunk, 0, List.of(new Outcome.Value("1"), new Outcome.Value("2")));
    chunks.end(chunk, 2, List.of(), null).get();
    clock.pass(HOUR);
    UUID waiting = map();

    prune(clock.instant(), 0);

    assertThat(maps.find(old)).isEmpty();
    assertThat(maps.find(waiting)).isPresent();
    assertThat(rows("map_input")).isEqualTo(1);
    assertThat(rows("map_result")).isZero();
  }

  @Test
  void sourceLeavesWithTheLastThatNamesIt() {
    add(1, "class A {}", null);
    UUID other = add(1, "class A {}", null);
    attempts.finish(claim(), end(null)).get();
    clock.pass(HOUR);

    prune(clock.instant(), 0);
    assertThat(rows("source")).isEqualTo(1);

    attempts.finish(claim(), end(null)).get();
    assertThat(jobs.delete(other)).isTrue();
    assertThat(rows("source")).isZero();
  }

  private void prune(Instant before, int most) {
    KeptProperties kept = new KeptProperties(most);
    new EndedStore(database, kept.jobs()).prune(before, () -> true);
    new EndedStore(database, kept.maps()).prune(before, () -> true);
  }

  private int rows(String table) {
    return database.read(
        sql -> sql.sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single());
  }

  private UUID ended(@Nullable Receiver receiver) {
    UUID id = add(1, receiver);
    attempts.finish(claim(), end(null)).get();
    return id;
  }

  private UUID add(int maxAttempts, @Nullable Receiver receiver) {
    return add(maxAttempts, null, receiver);
  }

  private UUID add(int maxAttempts, @Nullable String source, @Nullable Receiver receiver) {
    Added added = jobs.add(ids.next(), job(maxAttempts, source, receiver), 100, null);
    return ((Added.Stored) added).job().id();
  }

  private UUID map() {
    NewMap map = new NewMap(job(1, null, null), false, List.of("1", "2"), 2);
    return ((MapAdded.Stored) maps.add(ids.next(), map, 100, null)).map().id();
  }

  private static NewJob job(int attempts, @Nullable String source, @Nullable Receiver receiver) {
    Submission wanted =
        new Submission(
            "p",
            "A::b",
            "[]",
            "{}",
            null,
            source,
            List.of(),
            null,
            attempts,
            0,
            Duration.ZERO,
            receiver);
    return new NewJob(wanted, "A::b", source == null ? null : "hash", "", null);
  }

  private Claim claim() {
    return claims.claim("p", Slots.of(1), List.of(offer())).claims().getFirst();
  }

  private static Offer offer() {
    return new Offer(UUID.randomUUID().toString(), "w", 4711, "");
  }

  private static End end(@Nullable Failure failure) {
    return new End(failure == null ? "1" : null, failure, null, PRINTED, PRINTED, false);
  }
}
