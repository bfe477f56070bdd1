package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.RepeatKey;
import io.forkyard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** What the store allows, whoever asks. */
class AttemptStoreTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Node NODE = new Node("n1", "here", 1);
  private static final byte[] NOTHING = {};

  private TestDatabase opened;
  private Database database;
  private JobStore jobs;
  private ClaimStore claims;
  private AttemptStore attempts;
  private PendingStore pending;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    database = opened.database();
    jobs = new JobStore(database, CLOCK);
    claims = new ClaimStore(database, NODE, CLOCK);
    attempts = new AttemptStore(database, NODE, CLOCK, Duration.ZERO);
    pending = new PendingStore(database, NODE, CLOCK, Duration.ZERO);
    database.write(sql ->
        sql.sql("INSERT INTO pool (name, state, settings) VALUES ('p', 'RUNNING', '{}')").update()
            + sql.sql("INSERT INTO job_count (pool) VALUES ('p')").update());
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void claimTakesTheHighestPriorityAndThenTheFirst() {
    UUID first = add(0, 1);
    UUID second = add(0, 1);
    UUID urgent = add(5, 1);

    Turn turn = claims.claim("p", Slots.of(3), List.of(offer("a"), offer("b")));

    assertThat(turn.claims()).extracting(Claim::id).containsExactly(urgent, first);
    assertThat(turn.waiting()).hasSize(1);
    assertThat(jobs.find(second).orElseThrow().state()).isEqualTo(JobState.PENDING);
  }

  @Test
  void claimTakesAwaitedJobsFirstAndOthersOnlyInOpenSlots() {
    UUID first = add(0, 1);
    UUID urgent = add(5, 1);
    UUID awaited = add(0, 1);
    List<Offer> offers = List.of(offer("a"), offer("b"), offer("c"));

    Turn turn = claims.claim("p", new Slots(3, 1, List.of(awaited, UUID.randomUUID())), offers);

    assertThat(turn.claims()).extracting(Claim::id).containsExactly(awaited, urgent);
    assertThat(turn.waiting()).isEmpty();
    assertThat(jobs.find(first).orElseThrow().state()).isEqualTo(JobState.PENDING);

    assertThat(claims.claim("other", new Slots(1, 1, List.of(first)), offers).claims()).isEmpty();
    assertThat(claims.claim("p", new Slots(1, 1, List.of(awaited)), offers).claims())
        .extracting(Claim::id)
        .containsExactly(first);
  }

  @Test
  void attemptWhenItsJobHasAnotherCannotWrite() {
    add(0, 2);
    Claim stale = claim();
    attempts.finish(stale, end(Failure.of(FailureReason.EXITED, "gone"))).get();
    Claim current = claim();

    assertThat(attempts.finish(stale, end(null)).get()).isNull();
    assertThat(attempts.stopping(stale)).isFalse();
    Job job = jobs.find(current.id()).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.attempt()).isEqualTo(2);
    assertThat(job.attempts()).hasSize(1);
  }

  @Test
  void jobWhenEndedStaysAsItIs() {
    UUID id = add(0, 1);
    Claim claim = claim();
    attempts.finish(claim, end(null)).get();

    assertThat(attempts.finish(claim, end(Failure.of(FailureReason.EXITED, "late"))).get())
        .isNull();
    assertThat(pending.cancel(id)).isEmpty();
    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void jobWhenToldToStopIsCancelledWhateverItsEnd() {
    UUID id = add(0, 3);
    Claim claim = claim();
    assertThat(attempts.stopping(claim)).isTrue();

    attempts.finish(claim, end(Failure.of(FailureReason.TERMINATED, "stopped"))).get();

    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void jobWhenItsFailureIsNotWorthAnotherAttemptEnds() {
    UUID id = add(0, 3);

    attempts.finish(claim(), end(Failure.of(FailureReason.OUT_OF_MEMORY, "full"))).get();

    assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void exitCodeOfAProcessThatAnsweredManyJobsIsAddedToSomeAtOnce() {
    List<UUID> answered = Stream.generate(() -> add(0, 2)).limit(5).toList();
    for (int i = 0; i < 4; i++) {
      attempts.finish(claim(), end(null)).get();
    }
    Claim last = claim();
    attempts.finish(last, end(Failure.of(FailureReason.EXITED, "gone"))).get();

    assertThat(attempts.goneSome(last, 7, 3)).isEqualTo(3 + 1);
    assertThat(attempts.goneSome(last, 7, 3)).isEqualTo(1);
    assertThat(attempts.goneSome(last, 7, 3)).isZero();
    assertThat(answered.subList(0, 4))
        .extracting(id -> jobs.find(id).orElseThrow().process().exitCode())
        .containsOnly(7);
    assertThat(jobs.find(last.id()).orElseThrow().attempts())
        .extracting(attempt -> attempt.process().exitCode())
        .containsExactly(7);
  }

  @Test
  void checksRefuseWhatTheCodeWouldNeverWrite() {
    UUID id = add(0, 1);

    for (String wrong :
        List.of(
            "state = 'LOST'",
            "state = 'RUNNING'",
            "state = 'SUCCEEDED', finished_at = 1",
            "state = 'FAILED', finished_at = 1",
            "finished_at = 1",
            "attempt_token = 'x'")) {
      assertThatThrownBy(() ->
              database.write(sql ->
                  sql.sql("UPDATE job SET " + wrong + " WHERE id = :id")
                      .param("id", id.toString())
                      .update()))
          .as(wrong)
          .isInstanceOf(DataAccessException.class);
    }
  }

  @Test
  void pageWhenResultsAreLargeEndsEarlyAndSaysSo() {
    for (int i = 0; i < 3; i++) {
      add(0, 1);
      String large = '"' + "x".repeat(5_000_000) + '"';
      claims
          .claim("p", Slots.of(1), List.of(offer("w")))
          .claims()
          .forEach(claim ->
              attempts.finish(claim, new End(large, null, null, NOTHING, NOTHING, false)).get());
    }
    JobFilter all = new JobFilter(null, null, null);

    JobPage first = jobs.list(all, null, 10);
    JobPage rest = jobs.list(all, first.jobs().getLast().id(), 10);

    assertThat(first.jobs()).hasSize(2);
    assertThat(first.more()).isTrue();
    assertThat(rest.jobs()).hasSize(1);
    assertThat(rest.more()).isFalse();
  }

  @Test
  void recoveryTellsTheTruthOfEachJob() {
    add(0, 1);
    Claim lost = claim();
    add(0, 2);
    Claim again = claim();
    add(0, 1);
    Claim stopping = claim();
    attempts.stopping(stopping);

    opened.enter("n1");
    assertThat(new RecoveryStore(database, CLOCK).recover()).isEmpty();
    opened.leave("n1");
    assertThat(new RecoveryStore(database, CLOCK).recover())
        .extracting(JobEnded::id)
        .containsExactlyInAnyOrder(lost.id(), stopping.id());

    assertThat(jobs.find(lost.id()).orElseThrow().failure().reason())
        .isEqualTo(FailureReason.NODE_LOST);
    assertThat(jobs.find(again.id()).orElseThrow().state()).isEqualTo(JobState.PENDING);
    assertThat(jobs.find(again.id()).orElseThrow().attempts()).hasSize(1);
    assertThat(jobs.find(stopping.id()).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    assertThat(claim().number()).isEqualTo(2);
  }

  @Test
  void keyWhenItsJobIsStoredIsTakenAndWhenItIsRefusedIsFree() {
    RepeatKey key = new RepeatKey("key", "body", CLOCK.instant().minusSeconds(60));

    assertThat(jobs.add(IDS.next(), job(0, 1), 0, key)).isEqualTo(new Added.Full());
    assertThat(jobs.add(IDS.next(), job(0, 1), 100, key)).isInstanceOf(Added.Stored.class);
    assertThat(jobs.add(IDS.next(), job(0, 1), 100, key)).isEqualTo(new Added.Repeated());
    assertThat(jobs.list(new JobFilter("p", null, null), null, 10).jobs()).hasSize(1);
  }

  @Test
  void endedJobAsItsWaiterIsToldIsTheOneThatIsStored() {
    Failure died = Failure.of(FailureReason.EXITED, "gone");
    List<End> ends =
        List.of(
            new End("[1,\"\u00e4\"]", null, null, NOTHING, NOTHING, true, 0.3),
            new End("null", null, 0, new byte[] {1}, NOTHING, false),
            new End(null, died, null, NOTHING, NOTHING, false),
            new End(null, died, null, NOTHING, NOTHING, false).withExit(-9),
            new End(null, Failure.of(FailureReason.TERMINATED, "x"), 1, NOTHING, NOTHING, false));
    for (End end : ends) {
      Added.Stored added = (Added.Stored) jobs.add(IDS.next(), job(0, 1), 100, null);
      Job accepted = added.job();
      Ending ending = attempts.finish(claim(), end).get();

      assertThat(ending.tellsAllOf(accepted)).isTrue();
      assertThat(ending.of(accepted)).isEqualTo(jobs.find(accepted.id()).orElseThrow());
    }
  }

  @Test
  void jobWhoseSourceIsNotCompiledLetsOthersPass() {
    UUID first = add(job(0, 1, "one"));
    UUID second = add(job(0, 1, "two"));
    UUID third = add(0, 1);
    List<Offer> offers = List.of(offer("a"), offer("b"), offer("c"));

    Turn look = claims.claim("p", slots(new Ready(code -> false, List.of(), true)), offers);
    assertThat(look.claims()).isEmpty();
    assertThat(look.wanting())
        .containsExactly(new Code("one", List.of()), new Code("two", List.of()));

    Turn one = claims.claim("p", slots(new Ready(code -> true, List.of("one"), true)), offers);
    assertThat(one.claims()).extracting(Claim::id).containsExactly(second, third);

    UUID fourth = add(0, 1);
    Turn none = claims.claim("p", slots(new Ready(code -> true, List.of("x"), false)), offers);
    assertThat(none.claims()).extracting(Claim::id).containsExactly(fourth);
    assertThat(jobs.find(first).orElseThrow().state()).isEqualTo(JobState.PENDING);
  }

  private static Slots slots(Ready ready) {
    return new Slots(2, 2, List.of(), null, ready);
  }

  private UUID add(NewJob job) {
    return ((Added.Stored) jobs.add(IDS.next(), job, 100, null)).job().id();
  }

  private UUID add(int priority, int maxAttempts) {
    Added added = jobs.add(IDS.next(), job(priority, maxAttempts), 100, null);
    return ((Added.Stored) added).job().id();
  }

  private static NewJob job(int priority, int maxAttempts) {
    return job(priority, maxAttempts, null);
  }

  private static NewJob job(int priority, int maxAttempts, String source) {
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
            maxAttempts,
            priority,
            Duration.ZERO,
            null);
    return new NewJob(wanted, "A::b", source, "", null);
  }

  private static final Ids IDS = new Ids(CLOCK);

  private Claim claim() {
    return claims.claim("p", Slots.of(1), List.of(offer("w"))).claims().getFirst();
  }

  private static Offer offer(String worker) {
    return new Offer(UUID.randomUUID().toString(), worker, 4711, "");
  }

  private static End end(Failure failure) {
    return new End(failure == null ? "1" : null, failure, null, NOTHING, NOTHING, false);
  }
}
