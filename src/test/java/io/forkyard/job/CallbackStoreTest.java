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

/** A delivery is due as soon as its job has ended, in whatever way, and never before. */
class CallbackStoreTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Node NODE = new Node("n1", "here", 1);
  private static final byte[] NOTHING = {};
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Ids ids = new Ids(CLOCK);
  private TestDatabase opened;
  private Database database;
  private JobStore jobs;
  private ClaimStore claims;
  private AttemptStore attempts;
  private PendingStore pending;
  private CallbackStore callbacks;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    database = opened.database();
    jobs = new JobStore(database, CLOCK);
    claims = new ClaimStore(database, NODE, CLOCK);
    attempts = new AttemptStore(database, NODE, CLOCK, Duration.ZERO);
    pending = new PendingStore(database, NODE, CLOCK, Duration.ZERO);
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
  void deliveryIsNotDueBeforeTheEnd() {
    add(2);
    assertThat(callbacks.next()).isEmpty();

    attempts.finish(claim(), end(Failure.of(FailureReason.EXITED, "tried again"))).get();
    claim();

    assertThat(callbacks.next()).isEmpty();
    assertThat(due(1)).isEmpty();
  }

  @Test
  void endTellsWhetherSomebodyIsToBeCalledBack() {
    add(1);
    assertThat(attempts.finish(claim(), end(null)).get().calledBack()).isTrue();

    add(1, null);
    assertThat(attempts.finish(claim(), end(null)).get().calledBack()).isFalse();
  }

  @Test
  void deliveryIsDueAfterASuccessAndAFailure() {
    UUID success = add(1);
    attempts.finish(claim(), end(null)).get();
    UUID failure = add(1);
    attempts.finish(claim(), end(Failure.of(FailureReason.EXITED, "gone"))).get();

    assertThat(due(5)).extracting(Delivery::id).containsExactlyInAnyOrder(success, failure);
  }

  @Test
  void deliveryIsDueAfterACancellationBeforeAndInTheRun() {
    UUID running = add(1);
    Claim claim = claim();
    attempts.stopping(claim);
    attempts.finish(claim, end(Failure.of(FailureReason.TERMINATED, "stopped"))).get();
    UUID waiting = add(1);
    pending.cancel(waiting);

    assertThat(due(5)).extracting(Delivery::id).containsExactlyInAnyOrder(running, waiting);
  }

  @Test
  void deliveryIsDueWhenNoChildStarts() {
    UUID id = add(1);

    pending.failStart("p", "", Failure.of(FailureReason.START_FAILED, "no"), null);

    assertThat(due(5)).extracting(Delivery::id).containsExactly(id);
  }

  @Test
  void deliveryIsDueWhenTheServiceWasKilled() {
    UUID id = add(1);
    claim();

    new RecoveryStore(database, CLOCK).recover();

    assertThat(due(5)).extracting(Delivery::id).containsExactly(id);
  }

  @Test
  void claimTakesTheOldestAndHidesThemUntilTheLeaseEnds() {
    UUID first = ended();
    UUID second = ended();

    assertThat(due(1)).extracting(Delivery::id).containsExactly(first);
    assertThat(due(5)).extracting(Delivery::id).containsExactly(second);
    assertThat(due(5)).isEmpty();

    Instant later = CLOCK.instant().plus(LEASE).plusSeconds(1);
    List<Delivery> again = callbacks.claim(5, later, later.plus(LEASE));
    assertThat(again).extracting(Delivery::attempt).containsExactly(2, 2);
  }

  @Test
  void attemptWhenItsLeaseHasEndedCannotSettle() {
    UUID id = ended();
    Delivery lost = due(1).getFirst();
    Instant later = CLOCK.instant().plus(LEASE).plusSeconds(1);
    callbacks.claim(1, later, later.plus(LEASE));

    callbacks.settle(lost, Callback.State.DELIVERED, null, null, later);

    Callback callback = jobs.find(id).orElseThrow().callback();
    assertThat(callback.state()).isEqualTo(Callback.State.PENDING);
    assertThat(callback.attempts()).isEqualTo(2);
  }

  @Test
  void deliveryOfTheLatestAttemptIsSettledInAnotherTransactionThanItsOwn() {
    UUID id = ended();
    Delivery lost = due(1).getFirst();
    Instant later = CLOCK.instant().plus(LEASE).plusSeconds(1);
    Delivery latest = callbacks.claim(1, later, later.plus(LEASE)).getFirst();

    assertThat(settledWith(lost)).isFalse();
    assertThat(settledWith(latest)).isTrue();
    assertThat(settledWith(latest)).isFalse();

    assertThat(jobs.find(id).orElseThrow().callback().state()).isEqualTo(Callback.State.DELIVERED);
  }

  private boolean settledWith(Delivery delivery) {
    return database.write(sql -> CallbackStore.delivered(delivery).write(sql, CLOCK.instant()));
  }

  @Test
  void receiverIsKeptWhicheverWayItIs() {
    Receiver queue = new Receiver.Queue("done");
    add(1, queue);
    attempts.finish(claim(), end(null)).get();
    assertThat(due(1)).extracting(Delivery::receiver).containsExactly(queue);
  }

  @Test
  void jobWhenDeletedTakesItsDeliveryWithIt() {
    UUID id = ended();

    assertThat(jobs.delete(id)).isTrue();

    assertThat(callbacks.next()).isEmpty();
  }

  private UUID ended() {
    UUID id = add(1);
    attempts.finish(claim(), end(null)).get();
    return id;
  }

  private List<Delivery> due(int most) {
    Instant now = CLOCK.instant();
    return callbacks.claim(most, now, now.plus(LEASE));
  }

  private UUID add(int maxAttempts) {
    return add(maxAttempts, new Receiver.Url("http://localhost/done"));
  }

  private UUID add(int maxAttempts, Receiver receiver) {
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
            0,
            Duration.ZERO,
            receiver);
    Added added = jobs.add(ids.next(), new NewJob(wanted, "A::b", null, "", null), 100, null);
    return ((Added.Stored) added).job().id();
  }

  private Claim claim() {
    Offer offer = new Offer(UUID.randomUUID().toString(), "w", 4711, "");
    return claims.claim("p", Slots.of(1), List.of(offer)).claims().getFirst();
  }

  private static End end(Failure failure) {
    return new End(failure == null ? "1" : null, failure, null, NOTHING, NOTHING, false);
  }
}
