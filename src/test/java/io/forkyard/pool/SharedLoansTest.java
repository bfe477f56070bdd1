package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Borrowing;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.queue.Item;
import io.forkyard.queue.QueueSettings;
import io.forkyard.queue.QueueStatus;
import io.forkyard.queue.Queues;
import io.forkyard.queue.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Lent items inside jobs, and {@code task_done} and {@code join}. */
class SharedLoansTest extends PoolsTest {

  @Autowired Queues queues;

  @Test
  void lentItemIsAcknowledgedExtendedAndGivenBack() {
    String over = "\"IllegalStateException: this item of queue lent was acknowledged, given back, ";
    assertThat(run(borrowing("everything", "\"lent\"")).result())
        .isEqualTo("[1,1,1," + (over + "or its lease was over\",").repeat(3) + "2,true,true]");
  }

  @Test
  void lentItemWhoseLeaseIsOverSaysSo() {
    String over = "\"IllegalStateException: the lease of this item of queue late is over\"";
    assertThat(run(borrowing("tooLate", "\"late\"")).result())
        .isEqualTo("[" + over + "," + over + "]");
  }

  /** CPython, JoinableQueue.task_done: called too often, it is a ValueError. */
  @Test
  void leaseThatIsNotPossibleIsRefusedAndSoIsATaskDoneTooMuch() {
    String lease = "\"IllegalArgumentException: A lease lasts from 1 to 43200000 ms, not ";
    assertThat(run(borrowing("refusals", "\"refused\"")).result())
        .isEqualTo(
            "["
                + lease
                + "0\","
                + lease
                + "46800000\","
                + lease
                + "9223372036854775807\","
                + "\"IllegalStateException: Nothing of the queue refused is unfinished\"]");
  }

  @Test
  void itemThatIsNotOfTheTypeIsNotDelivered() {
    open("typed", 1);
    put("typed", "\"no order\"");

    assertThat(run(borrowing("mistyped", "\"typed\"")).result())
        .isEqualTo("\"ClassCastException\"");

    assertThat(lend("typed").deliveries()).isEqualTo(1);
  }

  @Test
  void itemOfAKilledChildGoesToTheNextWhoWaits() {
    pools.put("two", settings(2));
    open("killed", 5);
    put("killed", "7");
    UUID holder = submit(end("killed", "stay").in("two"));
    awaitBegin("killed");
    UUID next = submit(borrowing("borrow", "\"killed\"").in("two"));
    until("killed", queue -> queue.getters() == 1);

    kill(holder);

    assertThat(await(next).result()).isEqualTo("7");
    assertThat(await(holder).state()).isEqualTo(JobState.FAILED);
    assertThat(queues.find("killed").orElseThrow().lent()).isZero();
  }

  /** Each end counts as a delivery, also in a pool that would use its children again. */
  @ParameterizedTest
  @ValueSource(strings = {"exit", "halt", "throw", "return"})
  void itemOfAJobThatEndsIsAtTheHeadAgain(String how) {
    pools.put("reused", settings(1, null));
    open(how, 5);
    put(how, "1");
    put(how, "2");

    Job ended = run(end(how, how).in("reused"));

    until(how, queue -> queue.lent() == 0);
    Item again = lend(how);
    assertThat(again.json()).isEqualTo("1");
    assertThat(again.deliveries()).isEqualTo(2);
    Job next = run(borrowing("borrow", "\"" + how + "\"").in("reused"));
    assertThat(next.result()).isEqualTo("2");
    assertThat(next.process().pid()).isNotEqualTo(ended.process().pid());
  }

  @Test
  void itemThatKillsEveryChildIsADeadLetter() {
    open("poison", 2);
    put("poison", "\"poison\"");
    for (int n = 0; n < 2; n++) {
      run(end("poison", "halt"));
    }
    until("poison", queue -> queue.lent() == 0);

    assertThat(queues.deadLetters("poison", null, 10).orElseThrow().items())
        .containsExactly("\"poison\"");
    assertThat(queues.find("poison").orElseThrow().qsize()).isZero();
  }

  @Test
  void deathOfAChildThatIsBlockedInLendTakesNothing() {
    open("blocked", 1);
    UUID job = submit(borrowing("borrow", "\"blocked\""));
    until("blocked", queue -> queue.getters() == 1);

    kill(job);

    put("blocked", "1");
    assertThat(await(job).state()).isEqualTo(JobState.FAILED);
    until("blocked", queue -> queue.lent() == 0);
    assertThat(lend("blocked").deliveries()).isEqualTo(1);
  }

  @Test
  void interruptOfABlockedLendTakesNothing() {
    UUID job = interrupted("lend");
    until("lend", queue -> queue.getters() == 1);

    put("lend-word", "1");

    assertThat(await(job).result()).isEqualTo("\"InterruptedException\"");
    put("lend", "1");
    assertThat(lend("lend").deliveries()).isEqualTo(1);
  }

  @Test
  void interruptEndsABlockedJoin() {
    open("join", 1);
    put("join", "1");
    UUID job = interrupted("join");

    put("join-word", "1");

    assertThat(await(job).result()).isEqualTo("\"InterruptedException\"");
  }

  /** The queue is named as what is interrupted. */
  private UUID interrupted(String call) {
    open(call, 1);
    open(call + "-word", 1);
    return submit(borrowing("interrupted", "\"" + call + "\", \"" + call + "-word\""));
  }

  @Test
  void interruptThatMeetsALoanLosesNoneAndDoublesNone() {
    open("met", 1);

    Job job = run(borrowing("interruptedAtRandom", "\"met\", 300"));

    List<String> all = new ArrayList<>(List.of(job.result().replaceAll("[\\[\\]]", "").split(",")));
    all.remove("");
    all.addAll(drain("met"));
    assertThat(all)
        .containsExactlyInAnyOrder(
            IntStream.range(0, 300).mapToObj(String::valueOf).toArray(String[]::new));
  }

  /** CPython, JoinableQueue: join blocks until each item was got and is done. */
  @Test
  void producerJoinsUntilItsWorkersAreDone() {
    pools.put("joined", settings(4));
    open("joined", 5);
    UUID producer = submit(borrowing("produce", "\"joined\", 100, 3").in("joined"));
    awaitBegin("joined");
    List<UUID> workers =
        IntStream.range(0, 3)
            .mapToObj(n -> submit(borrowing("consume", "\"joined\"").in("joined")))
            .toList();

    assertThat(await(producer).result()).isEqualTo("[false,true,0]");
    assertThat(workers.stream().mapToInt(id -> Integer.parseInt(await(id).result())).sum())
        .isEqualTo(100);
    assertThat(queues.find("joined").orElseThrow().unfinished()).isZero();
  }

  /** At least once: what was noted and not acknowledged when a child was killed is noted again. */
  @Test
  void itemsLentToChildrenKilledAtRandomAreAllDone() throws IOException {
    Path notes = TestData.folder("borrowers").resolve("notes");
    Files.createFile(notes);
    pools.put("borrowers", settings(3));
    open("many", 100);
    int items = 200;
    int kills = 10;
    Random random = new Random(5);
    List<UUID> workers = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      workers.add(worker(notes));
    }
    for (int n = 0; n < items; n++) {
      put("many", String.valueOf(n));
      if (n % (items / kills) == 10) {
        UUID victim = workers.remove(random.nextInt(workers.size()));
        awaitState(victim, JobState.RUNNING);
        kill(victim);
        workers.add(worker(notes));
      }
    }
    workers.forEach(worker -> put("many", "null"));
    workers.forEach(worker -> assertThat(await(worker).state()).isEqualTo(JobState.SUCCEEDED));

    List<String> all = new ArrayList<>(Files.readAllLines(notes));
    all.removeIf("null"::equals);
    assertThat(new HashSet<>(all)).hasSize(items);
    assertThat(all).hasSizeBetween(items, items + kills);
    QueueStatus queue = queues.find("many").orElseThrow();
    assertThat(List.of(queue.qsize(), queue.lent(), queue.dead())).containsOnly(0);
    assertThat(queue.bytes()).isZero();
  }

  private UUID worker(Path notes) {
    return submit(borrowing("work", "\"many\", \"" + notes + "\"").in("borrowers"));
  }

  private Wanted end(String queue, String how) {
    return borrowing("end", "\"" + queue + "\", \"" + how + "\"");
  }

  private void awaitBegin(String queue) {
    open(queue + "-began", 5);
    assertThat(queues.get(queue + "-began", 1, null, LONG, () -> true))
        .isInstanceOf(Taken.Items.class);
  }

  private Wanted borrowing(String method, String args) {
    return job(Borrowing.class.getName() + "::" + method, "[" + args + "]");
  }

  private void open(String queue, int maxDeliveries) {
    queues.open(queue, new QueueSettings(0, maxDeliveries));
  }

  private void put(String queue, String item) {
    queues.put(queue, List.of(item), Duration.ZERO, () -> true);
  }

  private Item lend(String queue) {
    return ((Taken.Items) queues.get(queue, 1, LONG, Duration.ZERO, () -> true)).items().getFirst();
  }

  private List<String> drain(String queue) {
    return queues.get(queue, 1000, null, Duration.ZERO, () -> true)
            instanceof Taken.Items(List<Item> items)
        ? items.stream().map(Item::json).toList()
        : List.of();
  }

  private void until(String queue, Predicate<QueueStatus> enough) {
    while (!enough.test(queues.find(queue).orElseThrow())) {
      Thread.onSpinWait();
    }
  }

  /** A job that had not heard of its child when that died is given to the next. */
  private void kill(UUID id) {
    Job job = jobs.find(id).orElseThrow();
    while (!job.state().ready()) {
      if (job.process() != null) {
        ProcessHandle.of(job.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
      }
      job = jobs.find(id).orElseThrow();
    }
  }
}
