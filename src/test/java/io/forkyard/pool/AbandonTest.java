package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Endings;
import io.forkyard.fixture.Meeting;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.job.MapStatus;
import io.forkyard.job.MapSubmission;
import io.forkyard.job.Maps;
import io.forkyard.job.Submission;
import io.forkyard.process.Child;
import io.forkyard.process.Children;
import io.forkyard.storage.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A node that was given up for lost kills its children, and goes on. */
class AbandonTest extends PoolsTest {

  private static final String POOL = "abandoned";
  private static final String ENDINGS = Endings.class.getName();
  private static final String JOIN = Meeting.class.getName() + "::join";

  @Autowired private Children children;
  @Autowired private Database database;
  @Autowired private Maps maps;
  @Autowired private PoolMaps poolMaps;
  @Autowired private Processes processes;

  private final Path folder = TestData.folder("abandoned");

  @BeforeEach
  void open() {
    pools.put(POOL, settings(2));
  }

  @Test
  void jobThatHasAttemptsIsTriedAgain() throws Exception {
    UUID id = submit(joining(1).tried(2));
    awaitFile("begun-1-1");

    abandon();
    Files.createFile(folder.resolve("go"));

    Job job = await(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.result()).isEqualTo("2");
    assertThat(job.attempts()).hasSize(1);
    assertThat(job.attempts().getFirst().failure().reason()).isEqualTo(FailureReason.NODE_LOST);
  }

  @Test
  void jobWithoutAttemptsIsLostAndNotRunAgain() {
    UUID id = submit(joining(1));
    awaitFile("begun-1-1");

    abandon();

    Job job = await(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.failure().reason()).isEqualTo(FailureReason.NODE_LOST);
    assertThat(job.failure().message()).isEqualTo("Its node was given up for lost while it ran.");
    assertThat(job.failure().killedBy()).isEqualTo("node");
    assertThat(job.failure().exitCode()).isEqualTo(-9);
    assertThat(folder.toFile().list()).containsExactly("begun-1-1");
  }

  @Test
  void jobThatIsBeingStoppedIsCancelled() {
    String file = folder.resolve("begun-1-1").toString();
    UUID id = submit(job(ENDINGS + "::stubbornFlood", "[\"" + file + "\"]").in(POOL).tried(2));
    awaitFile("begun-1-1");
    pools.terminate(id, Duration.ofMinutes(1));

    abandon();

    assertThat(await(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(await(id).failure().reason()).isEqualTo(FailureReason.TERMINATED);
  }

  @Test
  void jobThatOthersHaveRescuedIsLeftToThem() {
    UUID id = submit(joining(1));
    awaitFile("begun-1-1");
    database.write(sql ->
        sql.sql("UPDATE job SET attempt_token = 'theirs' WHERE id = :id")
            .param("id", id.toString())
            .update());

    abandon();

    look(() -> pools.find(POOL).orElseThrow().workers(), List::isEmpty);
    Job job = jobs.find(id).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.failure()).isNull();
  }

  @Test
  void itemOfAMapIsRunAgainAndSoAreThoseAfterIt() throws Exception {
    MapStatus map = submitMap(2);
    awaitFile("begun-1-1");

    abandon();
    Files.createFile(folder.resolve("go"));

    MapStatus ended = maps.await(map.id(), LONG).orElseThrow();
    assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("go", "begun-1-1", "begun-1-2", "begun-2-1", "begun-3-1");
  }

  @Test
  void itemOfAMapWithoutAttemptsIsLostAndNoOther() throws Exception {
    MapStatus map = submitMap(1);
    awaitFile("begun-1-1");

    abandon();
    Files.createFile(folder.resolve("go"));

    MapStatus ended = maps.await(map.id(), LONG).orElseThrow();
    assertThat(ended.failed()).isEqualTo(1);
    assertThat(ended.done()).isEqualTo(3);
    assertThat(maps.firstFailed(map.id()).orElseThrow().first()).isZero();
    assertThat(maps.firstFailed(map.id()).orElseThrow().failure().reason())
        .isEqualTo(FailureReason.NODE_LOST);
  }

  @Test
  void processIsLost() {
    Launched launched = processes.start(waiting(), null);
    UUID id = ((Launched.Started) launched).process().id();

    abandon();

    ProcessStatus ended =
        look(() -> processes.find(id).orElseThrow(), now -> now.state() == ProcessState.LOST);
    assertThat(ended.exitCode()).isNull();
    assertThat(ended.failure().reason()).isEqualTo(FailureReason.NODE_LOST);
  }

  /** The compiler is a child as well. */
  @Test
  void jobWhoseCodeIsBeingCompiledIsNotBlamedOnItsCode() {
    UUID id = submit(job("Large::one", "[]").of(largeSource()).in(POOL).tried(2));
    look(children::live, all -> all.stream().anyMatch(AbandonTest::compiles));

    abandon();

    Job job = await(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.attempts()).isEmpty();
  }

  /** Three that do not start would fail what waits in their pool. */
  @Test
  void childrenThatHadNotStartedAreNoTroubleOfTheirPool() throws Exception {
    pools.put("starting", withInitializer(settings(3)));
    UUID id = submit(job(ENDINGS + "::length", "[\"four\"]").in("starting"));
    look(() -> pids("starting"), pids -> pids.size() == 3);

    abandon();
    Files.createFile(folder.resolve("go"));

    assertThat(await(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(pools.find("starting").orElseThrow().trouble()).isNull();
  }

  @Test
  void poolsGoOn() {
    pools.put("spares", withSpares(settings(2), 2));
    List<Long> before = pids("spares");

    abandon();

    Job job = run(job(ENDINGS + "::length", "[\"four\"]").in("spares"));
    assertThat(job.result()).isEqualTo("4");
    assertThat(pids("spares")).doesNotContainAnyElementsOf(before);
  }

  /** Twenty seconds, less a quarter for the node itself, and a beat. */
  @Test
  void childrenListenForTheirNodeWhereThereAreOthers() {
    pools.put("spares", withSpares(settings(2), 2));

    ProcessHandle child = ProcessHandle.of(pids("spares").getFirst()).orElseThrow();

    assertThat(List.of(child.info().arguments().orElseThrow()).getLast())
        .isEqualTo(database.shared() ? "10000" : "io.forkyard.child.Main");
  }

  private void abandon() {
    children.abandon().orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
  }

  private List<Long> pids(String pool) {
    return pools.find(pool).orElseThrow().workers().stream().map(WorkerStatus::pid).toList();
  }

  private void awaitFile(String name) {
    look(() -> Files.exists(folder.resolve(name)), there -> there);
  }

  /** Looks until something is so. */
  private <T> T look(Supplier<T> at, Predicate<T> until) {
    T seen = signal.await("abandon", LONG, Duration.ofMillis(20), at, until);
    assertThat(until.test(seen)).as("%s", seen).isTrue();
    return seen;
  }

  private Wanted joining(int name) {
    return job(JOIN, "[%d, \"%s\"]".formatted(name, folder)).in(POOL);
  }

  private MapStatus submitMap(int maxAttempts) {
    Submission each =
        new Submission(
            POOL,
            JOIN,
            "[]",
            "{}",
            null,
            null,
            List.of(),
            null,
            maxAttempts,
            0,
            Duration.ZERO,
            null);
    List<String> items = Stream.of(1, 2, 3).map(i -> "[%d, \"%s\"]".formatted(i, folder)).toList();
    MapSubmitted submitted = poolMaps.submit(new MapSubmission(each, true, items, 3), null);
    return ((MapSubmitted.Accepted) submitted).map();
  }

  private static NewProcess waiting() {
    return new NewProcess(
        ENDINGS + "::waiting", "[]", "{}", null, null, List.of(), null, "64m", List.of(), null);
  }

  private static boolean compiles(Child child) {
    return child.name().startsWith("compiler-");
  }

  /** It takes a while. */
  private static String largeSource() {
    String others =
        IntStream.range(0, 3000)
            .mapToObj(i -> "static String m" + i + "(int x) { return \"\" + x + " + i + "; }")
            .collect(Collectors.joining("\n"));
    return "class Large { static int one() { return 1; }\n" + others + "}";
  }

  /** Its children wait for a file before they serve. */
  private PoolSettings withInitializer(PoolSettings settings) {
    Initializer initializer =
        new Initializer(
            Meeting.class.getName() + "::attend",
            "[\"%s\"]".formatted(folder.resolve("go")),
            "{}",
            null,
            List.of(),
            "");
    return new PoolSettings(
        settings.size(),
        settings.maxTasksPerChild(),
        3,
        settings.idle(),
        settings.maxPending(),
        null,
        settings.maxHeap(),
        List.of(),
        null,
        initializer,
        PoolScope.NODE);
  }
}
