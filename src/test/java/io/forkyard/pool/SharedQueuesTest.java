package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Sharing;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.lock.Locks;
import io.forkyard.lock.Semaphores;
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
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Queues inside jobs. */
@TestPropertySource(properties = "forkyard.queue.max-item-size=1KB")
class SharedQueuesTest extends PoolsTest {

  @Autowired Queues queues;
  @Autowired Locks locks;
  @Autowired Semaphores semaphores;

  /** CPython, multiprocessing: a queue is FIFO between processes. */
  @Test
  void writerAndReaderShareAQueueInOrder() {
    pools.put("letters", settings(2));

    UUID reader = submit(sharing("read", "\"letters\"").in("letters"));
    run(sharing("write", "\"letters\"").in("letters"));

    assertThat(await(reader).result()).isEqualTo("[\"A\",\"B\",\"C\"]");
  }

  @Test
  void singerHandsADancerAFlowerWhileBothRun() {
    pools.put("stage", settings(2));

    UUID dancer = submit(sharing("dance", "\"hand\"").in("stage"));
    UUID singer = submit(sharing("sing", "\"hand\"").in("stage"));

    assertThat(await(dancer).result()).isEqualTo("\"danced with a flower\"");
    assertThat(await(singer).result()).isEqualTo("\"sang\"");
  }

  @Test
  void tenSlicesOfASumArriveOnAQueue() {
    pools.put("ten", settings(10));
    open("slices", 10);

    List<UUID> slices =
        IntStream.range(0, 10)
            .mapToObj(n -> "\"slices\", " + n * 100 + ", " + (n + 1) * 100)
            .map(args -> submit(sharing("slice", args).in("ten")))
            .toList();

    slices.forEach(slice -> assertThat(await(slice).state()).isEqualTo(JobState.SUCCEEDED));
    assertThat(drain("slices").stream().mapToLong(Long::parseLong).sum()).isEqualTo(499_500);
  }

  @Test
  void queueIsABlockingQueue() {
    assertThat(run(sharing("everything", "\"all\"")).result())
        .isEqualTo(
            "[true,true,false,false,\"IllegalStateException\",3,0,1,[1,\"two\",null],true,1,"
                + "\"two\",true,true,true,true,\"NoSuchElementException\",2,[5,6],true,"
                + "\"UnsupportedOperationException\",\"NullPointerException\",\"queue all\"]");
  }

  @Test
  void queueOfATypeConvertsAndLeavesWhatIsNot() {
    assertThat(run(sharing("orders", "\"orders\"")).result())
        .isEqualTo("[{\"id\":7,\"lines\":[\"ä\",\"\\\"\"]},\"ClassCastException\",\"no order\"]");
  }

  @Test
  void parameterOfASharedTypeTakesAName() {
    open("given", 0);
    locks.open("given", false);
    semaphores.open("given", 1, false);

    assertThat(run(sharing("given", "\"given\", \"given\", \"given\", \"given\"")).result())
        .isEqualTo("[{\"id\":1,\"lines\":[]},true,true,false,\"event given\"]");
    Job unknown = run(sharing("given", "\"nowhere\", \"given\", \"given\", \"given\""));
    assertThat(unknown.failure().reason()).isEqualTo(FailureReason.BAD_ARGUMENTS);
    assertThat(unknown.failure().message()).isEqualTo("args[0]: There is no queue nowhere");
  }

  @Test
  void nullOfAQueueIsNullAsAResult() {
    assertThat(run(sharing("nulls", "")).result()).isEqualTo("{\"null\":null}");
  }

  @Test
  void nonsenseIsToldSo() {
    assertThat(run(sharing("refusals", "\"nonsense\"")).result())
        .isEqualTo(
            "[\"IllegalArgumentException\",\"IllegalArgumentException\","
                + "\"IllegalArgumentException\",\"IllegalArgumentException\","
                + "\"IllegalArgumentException\",\"UnsupportedOperationException\","
                + "\"IllegalArgumentException\",\"IllegalArgumentException\","
                + "\"IllegalArgumentException\",\"true\",\"IllegalArgumentException\","
                + "\"IllegalArgumentException\"]");
  }

  @Test
  void manyThreadsOfAChildAreBlockedAtOnce() {
    open("each", 0);
    UUID job = submit(sharing("takeEach", "\"each\", 200"));
    until("each", queue -> queue.getters() == 200);

    IntStream.range(0, 200).forEach(n -> put("each", String.valueOf(n)));

    assertThat(await(job).result().replaceAll("[\\[\\]]", "").split(","))
        .containsExactlyInAnyOrder(
            IntStream.range(0, 200).mapToObj(String::valueOf).toArray(String[]::new));
  }

  @Test
  void interruptEndsABlockedTakeAndTakesNothing() {
    open("interrupted", 0);
    open("word", 0);
    UUID job = submit(sharing("interrupted", "\"interrupted\", \"word\""));
    until("interrupted", queue -> queue.getters() == 1);

    put("word", "1");

    assertThat(await(job).result()).isEqualTo("\"InterruptedException\"");
    put("interrupted", "1");
    assertThat(queues.find("interrupted").orElseThrow().qsize()).isEqualTo(1);
  }

  @Test
  void interruptThatMeetsAnItemLosesNoneAndDoublesNone() {
    open("met", 0);

    Job job = run(sharing("interruptedAtRandom", "\"met\", 300"));

    List<String> all = new ArrayList<>(List.of(job.result().replaceAll("[\\[\\]]", "").split(",")));
    all.remove("");
    all.addAll(drain("met"));
    assertThat(all)
        .containsExactlyInAnyOrder(
            IntStream.range(0, 300).mapToObj(String::valueOf).toArray(String[]::new));
  }

  @Test
  void deathOfABlockedChildTakesNothing() {
    open("killed", 0);
    UUID job = submit(sharing("take", "\"killed\""));
    until("killed", queue -> queue.getters() == 1);

    kill(job);

    put("killed", "1");
    assertThat(await(job).state()).isEqualTo(JobState.FAILED);
    assertThat(drain("killed")).containsExactly("1");
  }

  /** What a child had got when it was killed died with it; nothing else may be missing. */
  @Test
  void childrenKilledAtRandomGetEachItemOnceOrLeaveIt() throws IOException {
    Path notes = TestData.folder("consumers").resolve("notes");
    Files.createFile(notes);
    pools.put("consumers", settings(3));
    open("many", 0);
    int kills = 6;
    int items = 600;
    Random random = new Random(4);
    List<UUID> consumers = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      consumers.add(consumer(notes));
    }
    for (int n = 0; n < items; n++) {
      put("many", String.valueOf(n));
      if (n % (items / kills) == 50) {
        UUID victim = consumers.remove(random.nextInt(consumers.size()));
        awaitState(victim, JobState.RUNNING);
        kill(victim);
        consumers.add(consumer(notes));
      }
    }
    consumers.forEach(consumer -> put("many", "null"));
    consumers.forEach(consumer -> assertThat(await(consumer).state().ready()).isTrue());

    List<String> all = new ArrayList<>(Files.readAllLines(notes));
    all.addAll(drain("many"));
    all.remove("null");
    assertThat(all).doesNotHaveDuplicates().hasSizeBetween(items - kills, items);
  }

  private UUID consumer(Path notes) {
    return submit(sharing("consume", "\"many\", \"" + notes + "\"").in("consumers"));
  }

  private Wanted sharing(String method, String args) {
    return job(Sharing.class.getName() + "::" + method, "[" + args + "]");
  }

  private void open(String queue, int maxsize) {
    queues.open(queue, new QueueSettings(maxsize, null));
  }

  private void put(String queue, String item) {
    queues.put(queue, List.of(item), Duration.ZERO, () -> true);
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
