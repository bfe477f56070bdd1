package io.forkyard.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.Coupled;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import io.forkyard.storage.TestDatabase;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes over one database. */
class ErrandsTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  record Question(String text) {}

  record Reply(String text) {}

  private final TestDatabase store = TestDatabase.open();
  private final Ids ids = new Ids(Clock.systemUTC());
  private final ErrandStore errands = new ErrandStore(store.database());
  private final ChangeSignal hereSignal = new ChangeSignal();
  private final ChangeSignal thereSignal = new ChangeSignal();
  private final Node self = new Node("here", "a", 1);
  private final Node other = new Node("there", "b", 2);
  private final Errands here = new Errands(errands, self, hereSignal, ids, false);
  private final Errands there = new Errands(errands, other, thereSignal, ids, false);

  @BeforeEach
  void start() {
    store.enter("here");
    store.enter("there");
    Coupled.signals(hereSignal, thereSignal);
    here.start();
    there.start();
  }

  @AfterEach
  void stop() throws IOException {
    here.stop();
    there.stop();
    hereSignal.close();
    thereSignal.close();
    store.close();
  }

  private static Optional<Reply> refuse(Question question) {
    throw new IllegalStateException("not " + question.text());
  }

  private Errand<Question, Reply> echo(Errands node) {
    return node.kind(
        "echo", Question.class, Reply.class, q -> Optional.of(new Reply("re: " + q.text())));
  }

  @Test
  void theOtherNodeDoesWhatItIsAskedFor() {
    echo(there);
    assertThat(echo(here).ask("there", new Question("x"), LONG)).contains(new Reply("re: x"));
    assertThat(open()).isZero();
  }

  @Test
  void nothingToSayIsAnAnswerToo() {
    there.kind("mute", Question.class, Reply.class, question -> Optional.empty());
    assertThat(refusing("mute").ask("there", new Question("x"), LONG)).isEmpty();
  }

  private Errand<Question, Reply> refusing(String kind) {
    return here.kind(kind, Question.class, Reply.class, ErrandsTest::refuse);
  }

  @Test
  void aFailingDoerAnswersThatItFailed() {
    there.kind("fail", Question.class, Reply.class, ErrandsTest::refuse);
    assertThatThrownBy(() -> refusing("fail").ask("there", new Question("x"), LONG))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("not x");
    assertThatThrownBy(() -> refusing("unheard").ask("there", new Question("x"), LONG))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("knows no unheard");
  }

  @Test
  void anAnswerThatIsTooLongIsAFailure() {
    String big = "x".repeat(Errands.LONGEST_ANSWER);
    there.kind("big", Question.class, Reply.class, question -> Optional.of(new Reply(big)));
    assertThatThrownBy(() -> refusing("big").ask("there", new Question("x"), LONG))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("characters");
  }

  @Test
  void whoIsNotThereIsNotWaitedFor() {
    assertThatThrownBy(() -> echo(here).ask("nobody", new Question("x"), LONG))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void whoIsGivenUpForLostMeanwhileIsNotWaitedForAnyLonger() {
    CountDownLatch never = new CountDownLatch(1);
    there.kind(
        "lost",
        Question.class,
        Reply.class,
        question -> {
          store.leave("there");
          await(never);
          return Optional.empty();
        });
    assertThatThrownBy(() -> refusing("lost").ask("there", new Question("x"), LONG))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("gone");
    never.countDown();
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForLongerThanTheLimitAndTheErrandIsForgotten() {
    CountDownLatch never = new CountDownLatch(1);
    there.kind(
        "slow",
        Question.class,
        Reply.class,
        question -> {
          await(never);
          return Optional.empty();
        });
    assertThatThrownBy(() -> refusing("slow").ask("there", new Question("x"), SHORT))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("in time");
    assertThat(open()).isZero();
    never.countDown();
  }

  @Test
  void allOthersAreAskedAtTheSameTime() {
    ChangeSignal thirdSignal = new ChangeSignal();
    Errands third = new Errands(errands, new Node("third", "c", 3), thirdSignal, ids, true);
    store.enter("third");
    store.enter("dead");
    third.start();
    CountDownLatch both = new CountDownLatch(2);
    for (Errands node : List.of(there, third)) {
      node.kind(
          "meet",
          Question.class,
          Reply.class,
          question -> {
            both.countDown();
            await(both);
            return Optional.of(new Reply("met"));
          });
    }
    Answers<Reply> answers = refusing("meet").askOthers(new Question("x"), Duration.ofSeconds(5));
    assertThat(answers.given()).containsExactly(new Reply("met"), new Reply("met"));
    assertThat(answers.silent()).isEqualTo(1);
    assertThat(answers.any()).contains(new Reply("met"));
    thirdSignal.close();
  }

  @Test
  void noneIsNotTheSameAsSilence() {
    assertThat(new Answers<Reply>(List.of(), 0).any()).isEmpty();
    assertThatThrownBy(() -> new Answers<Reply>(List.of(), 1).any())
        .isInstanceOf(UnansweredException.class);
  }

  @Test
  void eachErrandIsDoneOnceThoughManyAskAndTwoTakeThem() {
    ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    Errands twin = new Errands(errands, other, thereSignal, ids, true);
    for (Errands node : List.of(there, twin)) {
      node.kind(
          "count",
          Question.class,
          Reply.class,
          question -> {
            done.add(question.text());
            return Optional.of(new Reply(question.text()));
          });
    }
    twin.start();
    Errand<Question, Reply> count = refusing("count");
    List<CompletableFuture<Optional<Reply>>> asked =
        IntStream.range(0, 100)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> count.ask("there", new Question("q" + i), LONG),
                    Thread::startVirtualThread))
            .toList();
    for (int i = 0; i < asked.size(); i++) {
      assertThat(asked.get(i).join()).contains(new Reply("q" + i));
    }
    assertThat(done).hasSize(100).doesNotHaveDuplicates();
    twin.stop();
  }

  @Test
  void bothMayAskAtOnce() {
    Errand<Question, Reply> mine = echo(here);
    there.kind(
        "ask-back",
        Question.class,
        Reply.class,
        question -> echo(there).ask("here", question, LONG));
    assertThat(refusing("ask-back").ask("there", new Question("x"), LONG))
        .isEqualTo(mine.ask("there", new Question("x"), LONG));
  }

  @Test
  void aNodeIsReachedUnderTheIdThatItHasNow() {
    echo(there);
    store.enter("risen");
    other.joined("risen");
    thereSignal.changed("errand/there");
    assertThat(echo(here).ask("risen", new Question("x"), LONG)).contains(new Reply("re: x"));
  }

  @Test
  void whatWasLeftForAMinuteIsDeletedByTheNext() {
    store.enter("dead");
    errands.add("old", "dead", "echo", "{}");
    store
        .database()
        .write(sql ->
            sql.sql("UPDATE errand SET asked_at = asked_at - 61000 WHERE id = 'old'").update());
    errands.add("young", "dead", "echo", "{}");
    echo(there);
    echo(here).ask("there", new Question("x"), LONG);
    assertThat(errands.look("old").gone()).isTrue();
    assertThat(errands.look("young").gone()).isFalse();
  }

  @Test
  void aSignalThatIsLostCostsOnlyALook() {
    ChangeSignal deaf = new ChangeSignal();
    Errands third = new Errands(errands, new Node("third", "c", 3), deaf, ids, true);
    store.enter("third");
    echo(third);
    third.start();
    assertThat(echo(here).ask("third", new Question("x"), LONG)).contains(new Reply("re: x"));
    deaf.close();
  }

  /** Those that are forgotten go soon, in the order of the writes. */
  private long open() {
    return store
        .database()
        .write(sql -> sql.sql("SELECT COUNT(*) FROM errand").query(Long.class).single());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
