package io.forkyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Database;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.TestDatabase;
import io.forkyard.storage.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What who waits for a job is told of its end, and when the job is read instead. */
class AwaitedTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Node NODE = new Node("n1", "here", 1);
  private static final byte[] NOTHING = {};
  private static final Failure DIED = Failure.of(FailureReason.EXITED, "gone");

  private final ChangeSignal signal = new ChangeSignal();
  private final Endings endings = new Endings(signal);
  private final AtomicInteger reads = new AtomicInteger();

  private TestDatabase opened;
  private JobStore store;
  private Jobs jobs;
  private ClaimStore claims;
  private AttemptStore attempts;

  @BeforeEach
  void open() {
    opened = TestDatabase.open();
    Database database = opened.database();
    store = new JobStore(database, CLOCK);
    jobs = new Jobs(store, signal, endings, new Ids(CLOCK));
    claims = new ClaimStore(database, NODE, CLOCK);
    attempts = new AttemptStore(database, NODE, CLOCK, Duration.ZERO);
    database.write(sql ->
        sql.sql("INSERT INTO pool (name, state, settings) VALUES ('p', 'RUNNING', '{}')").update()
            + sql.sql("INSERT INTO job_count (pool) VALUES ('p')").update());
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
  }

  @Test
  void expectedJobIsNotReadWhenItsEndIsTold() {
    try (Awaited awaited = jobs.expect()) {
      awaited.accepted(add(awaited.id(), 1));
      assertThat(awaited.look(true, read(awaited)).orElseThrow().state())
          .isEqualTo(JobState.PENDING);

      endings.tell(awaited.id(), attempts.finish(claim(), end()).get());

      assertThat(awaited.look(true, read(awaited)).orElseThrow().state())
          .isEqualTo(JobState.SUCCEEDED);
      assertThat(reads).hasValue(0);
    }
  }

  @Test
  void jobIsReadWhenItsEndIsNotAllOfIt() {
    try (Awaited awaited = jobs.expect()) {
      awaited.accepted(add(awaited.id(), 2));
      attempts.finish(claim(), new End(null, DIED, null, NOTHING, NOTHING, false)).get();

      endings.tell(awaited.id(), attempts.finish(claim(), end()).get());

      assertThat(awaited.look(true, read(awaited)).orElseThrow().attempts()).hasSize(1);
      assertThat(reads).hasValue(1);
    }
  }

  @Test
  void jobIsReadWhenItHasEndedWithoutAChild() {
    try (Awaited awaited = jobs.expect()) {
      awaited.accepted(add(awaited.id(), 1));
      new PendingStore(opened.database(), NODE, CLOCK, Duration.ZERO).cancel(awaited.id());

      endings.tell(awaited.id(), null);

      assertThat(awaited.look(true, read(awaited)).orElseThrow().state())
          .isEqualTo(JobState.CANCELLED);
    }
  }

  @Test
  void jobIsReadAtEachLookWhereOtherNodesMayEndIt() {
    try (Awaited awaited = jobs.expect()) {
      awaited.accepted(add(awaited.id(), 1));
      attempts.finish(claim(), end()).get();

      assertThat(awaited.look(false, read(awaited)).orElseThrow().state())
          .isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void jobThatHasBegunWhenTheTimeIsUpIsShownAsItStands() {
    try (Awaited awaited = jobs.expect()) {
      Job accepted = add(awaited.id(), 1);
      claim();

      assertThat(jobs.await(awaited, accepted, Duration.ofMillis(1)).orElseThrow().state())
          .isEqualTo(JobState.RUNNING);
    }
  }

  @Test
  void eachOfThoseThatWaitIsTold() {
    UUID id = jobs.newId();
    try (Awaited one = endings.join(id);
        Awaited other = endings.join(id)) {
      Job accepted = add(id, 1);
      one.accepted(accepted);
      other.accepted(accepted);
      endings.join(id).close();

      endings.tell(id, attempts.finish(claim(), end()).get());

      assertThat(one.look(true, read(one))).isEqualTo(store.find(id));
      assertThat(other.look(true, read(other))).isEqualTo(store.find(id));
      assertThat(reads).hasValue(0);
    }
  }

  @Test
  void waiterIsWokenByTheEndAndByNothingBefore() {
    CompletableFuture<Semaphore> waits = new CompletableFuture<>();
    Semaphore goesOn = new Semaphore(0);
    ChangeSignal heard = new ChangeSignal(held(waits, goesOn));
    Endings told = new Endings(heard);
    Jobs waiting = new Jobs(store, heard, told, new Ids(CLOCK));
    Awaited awaited = waiting.expect();
    Job accepted = add(awaited.id(), 1);
    CompletableFuture<JobState> seen =
        CompletableFuture.supplyAsync(
            () -> waiting.await(awaited, accepted, Duration.ofHours(1)).orElseThrow().state());
    Semaphore change = waits.join();

    heard.changed(Jobs.topic(awaited.id()));
    assertThat(change.availablePermits()).isZero();

    told.tell(awaited.id(), attempts.finish(claim(), end()).get());
    assertThat(change.availablePermits()).isOne();
    goesOn.release();
    assertThat(seen.join()).isEqualTo(JobState.SUCCEEDED);
  }

  /** Waits for the test instead of the change. */
  private static Ticker held(CompletableFuture<Semaphore> waits, Semaphore goesOn) {
    return new Ticker() {
      @Override
      public long nanoTime() {
        return 0;
      }

      @Override
      public boolean tryAcquire(Semaphore change, long nanos) throws InterruptedException {
        waits.complete(change);
        goesOn.acquire();
        return true;
      }
    };
  }

  private Supplier<Optional<Job>> read(Awaited awaited) {
    return () -> {
      reads.incrementAndGet();
      return store.find(awaited.id());
    };
  }

  private Job add(UUID id, int maxAttempts) {
    Submission wanted =
        new Submission(
            "p",
            "A::b",
            "[]",
            "{}",
            "named",
            null,
            List.of(),
            null,
            maxAttempts,
            0,
            Duration.ZERO,
            null);
    Added added = jobs.add(id, new NewJob(wanted, "A::b", null, "", null), 100, null);
    return ((Added.Stored) added).job();
  }

  private Claim claim() {
    Offer offer = new Offer(UUID.randomUUID().toString(), "w", 4711, "");
    return claims.claim("p", Slots.of(1), List.of(offer)).claims().getFirst();
  }

  private static End end() {
    return new End("1", null, null, NOTHING, NOTHING, false);
  }
}
