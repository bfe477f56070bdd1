package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.job.FailureReason;
import io.forkyard.job.JobState;
import io.forkyard.job.MapResult;
import io.forkyard.job.MapResults;
import io.forkyard.job.MapStatus;
import io.forkyard.job.MapSubmission;
import io.forkyard.job.Maps;
import io.forkyard.job.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of the items of maps, in real children. */
class MapsTest extends PoolsTest {

  @Autowired Maps maps;
  @Autowired PoolMaps poolMaps;

  private final Path notes = TestData.folder("notes").resolve("notes");

  /** CPython, Pool.map: "it blocks until the result is ready", in the order of the iterable. */
  @Test
  void resultsComeInTheOrderOfTheInput() {
    MapStatus map = run(map("Mapped::square", numbers(10)));

    assertThat(map.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(map.done()).isEqualTo(10);
    assertThat(values(map)).containsExactly("0", "1", "4", "9", "16", "25", "36", "49", "64", "81");
  }

  /** CPython, Pool.starmap: "elements of the iterable are expected to be iterables". */
  @Test
  void itemsWithStarAreTheArguments() {
    MapStatus map = run(map("Mapped::power", List.of("[1,2]", "[3,4]")).starred());

    assertThat(values(map)).containsExactly("1", "81");
  }

  @Test
  void kwargsGoToEachItem() {
    MapStatus map = run(map("Mapped::scale", numbers(4)).with("{\"by\": 5}"));

    assertThat(values(map)).containsExactly("0", "5", "10", "15");
  }

  /** CPython, Pool._map_async: divmod(len(iterable), len(pool) * 4), and one more for a rest. */
  @Test
  void chunksFollowPythonsRule() {
    assertThat(ChunkRule.size(100, 4)).isEqualTo(7);
    assertThat(ChunkRule.size(16, 4)).isEqualTo(1);
    assertThat(ChunkRule.size(17, 4)).isEqualTo(2);
    assertThat(ChunkRule.size(1, 8)).isEqualTo(1);
    assertThat(ChunkRule.size(0, 8)).isZero();
    pools.put("ruled", settings(3));

    MapStatus map = run(map("Mapped::square", numbers(100)).in("ruled"));

    assertThat(map.chunkSize()).isEqualTo(9);
  }

  @Test
  void chunkIsOneTaskOfItsChild() {
    pools.put("chunked", settings(1));

    MapStatus map =
        run(
            map("Counter::raise", List.of("[]", "[]", "[]", "[]", "[]"))
                .starred()
                .in("chunked")
                .chunks(2));

    assertThat(values(map)).containsExactly("1", "2", "1", "2", "1");
  }

  /** CPython, Pool.map([]): ready at once. */
  @Test
  void mapWithoutItemsIsReadyAtOnce() {
    MapStatus map = submit(map("Mapped::square", List.of()));

    assertThat(map.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(map.total()).isZero();
    assertThat(values(map)).isEmpty();
  }

  /** CPython, MapResult._set: the first exception is kept, and all chunks run. */
  @Test
  void itemsRunThoughOneFails() {
    MapStatus map = run(map("Mapped::invert", List.of("1", "0", "2", "0", "4")).chunks(2));

    assertThat(map.state()).isEqualTo(JobState.FAILED);
    assertThat(map.done()).isEqualTo(5);
    assertThat(map.failed()).isEqualTo(2);
    assertThat(values(map)).containsExactly("100", null, "50", null, "25");
    MapResult first = maps.firstFailed(map.id()).orElseThrow();
    assertThat(first.first()).isEqualTo(1);
    assertThat(first.failure().reason()).isEqualTo(FailureReason.EXCEPTION);
    assertThat(first.failure().type()).isEqualTo("java.lang.ArithmeticException");
  }

  @Test
  void deathCostsOnlyTheItemThatCausedIt() throws IOException {
    pools.put("dying", settings(2));

    MapStatus map =
        run(
            map("Mapped::noteAndDieAt", numbers(50))
                .with("{\"file\": \"%s\", \"at\": 20}".formatted(notes))
                .in("dying")
                .chunks(50));

    assertThat(map.state()).isEqualTo(JobState.FAILED);
    assertThat(map.failed()).isEqualTo(1);
    assertThat(values(map)).hasSize(50);
    assertThat(values(map).indexOf(null)).isEqualTo(20);
    MapResult culprit = maps.firstFailed(map.id()).orElseThrow();
    assertThat(culprit.first()).isEqualTo(20);
    assertThat(culprit.failure().reason()).isEqualTo(FailureReason.EXITED);
    assertThat(culprit.failure().exitCode()).isEqualTo(7);
    assertThat(culprit.failure().lastOutput()).contains("dying at 20");
    assertThat(Files.readAllLines(notes)).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void timeoutHoldsForEachItem() throws IOException {
    pools.put("slow", settings(1));

    MapStatus map =
        run(
            map("Mapped::noteAndHangAt", numbers(6))
                .with("{\"file\": \"%s\", \"at\": 3}".formatted(notes))
                .within(Duration.ofSeconds(2))
                .in("slow")
                .chunks(6));

    assertThat(map.failed()).isEqualTo(1);
    assertThat(values(map)).containsExactly("0", "1", "2", null, "4", "5");
    MapResult late = maps.firstFailed(map.id()).orElseThrow();
    assertThat(late.failure().reason()).isEqualTo(FailureReason.TIMED_OUT);
    assertThat(late.failure().killedBy()).isEqualTo("timeout");
    assertThat(late.failure().threadDump()).contains("noteAndHangAt");
    assertThat(Files.readAllLines(notes)).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void itemsThatFailAreTriedAgainOnTheirOwn() {
    MapStatus map =
        run(
            map("Mapped::failFirst", numbers(3))
                .with("{\"file\": \"%s\"}".formatted(notes))
                .tried(2)
                .chunks(3));

    assertThat(map.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(values(map)).containsExactly("0", "1", "2");
  }

  @Test
  void itemThatKillsItsChildIsTriedAsOftenAsAllowed() throws IOException {
    MapStatus map =
        run(
            map("Mapped::noteAndDieAt", numbers(3))
                .with("{\"file\": \"%s\", \"at\": 1}".formatted(notes))
                .tried(3)
                .chunks(3));

    assertThat(map.failed()).isEqualTo(1);
    assertThat(Files.readAllLines(notes)).containsExactlyInAnyOrder("0", "1", "1", "1", "2");
  }

  @Test
  void programCannotBeMapped() {
    MapStatus map = run(map("io.forkyard.examples.Hello", List.of("\"a\"", "\"b\"")));

    assertThat(map.failed()).isEqualTo(2);
    MapResult first = maps.firstFailed(map.id()).orElseThrow();
    assertThat(first.failure().reason()).isEqualTo(FailureReason.TARGET_NOT_FOUND);
    assertThat(first.failure().message()).contains("program");
  }

  @Test
  void argumentsThatDoNotFitFailTheirItemOnly() {
    MapStatus map = run(map("Mapped::square", List.of("1", "\"x\"", "3")).chunks(3));

    assertThat(values(map)).containsExactly("1", null, "9");
    assertThat(maps.firstFailed(map.id()).orElseThrow().failure().reason())
        .isEqualTo(FailureReason.BAD_ARGUMENTS);
  }

  @Test
  void mapWhenNoChildStartsFails() {
    pools.put("broken", settings(1, 1, "-XX:NoSuchOption"));

    MapStatus map = run(map("Mapped::square", numbers(3)).in("broken"));

    assertThat(map.state()).isEqualTo(JobState.FAILED);
    assertThat(map.failed()).isEqualTo(3);
    assertThat(maps.firstFailed(map.id()).orElseThrow().failure().reason())
        .isEqualTo(FailureReason.START_FAILED);
    assertThat(pools.find("broken").orElseThrow().pending()).isZero();
  }

  @Test
  void mapWhenStoppedKeepsWhatIsDoneAndRunsNoMore() throws IOException {
    pools.put("stopped", settings(1));
    MapStatus map =
        submit(
            map("Mapped::noteAndHangAt", numbers(9))
                .with("{\"file\": \"%s\", \"at\": 1}".formatted(notes))
                .in("stopped")
                .chunks(3));
    assertThat(maps.ordered(map.id(), 0, LONG).orElseThrow().rows()).isNotEmpty();
    awaitNotes(2);

    assertThat(poolMaps.stop(map.id(), Duration.ZERO)).isInstanceOf(MapStopped.Stopping.class);

    MapStatus ended = awaitMap(map.id());
    assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
    assertThat(ended.done()).isEqualTo(2);
    assertThat(ended.failed()).isEqualTo(1);
    MapResult running = maps.firstFailed(map.id()).orElseThrow();
    assertThat(running.first()).isEqualTo(1);
    assertThat(running.failure().reason()).isEqualTo(FailureReason.TERMINATED);
    assertThat(running.failure().killedBy()).isEqualTo("user");
    assertThat(values(ended)).hasSize(9).startsWith("0");
    // The second item may have met its end before its first line.
    assertThat(Files.readAllLines(notes)).startsWith("0").isSubsetOf("0", "1");
    assertThat(poolMaps.stop(map.id(), Duration.ZERO))
        .isInstanceOf(MapStopped.AlreadyFinished.class);
    assertThat(pools.find("stopped").orElseThrow().running()).isZero();
  }

  /** CPython, Pool.terminate: "without completing outstanding work". */
  @Test
  void mapsEndWithTheirPool() throws IOException {
    pools.put("ended", settings(1));
    MapStatus running =
        submit(
            map("Mapped::noteAndHangAt", numbers(9))
                .with("{\"file\": \"%s\", \"at\": 1}".formatted(notes))
                .in("ended")
                .chunks(3));
    MapStatus waiting = submit(map("Mapped::square", numbers(9)).in("ended"));
    assertThat(maps.ordered(running.id(), 0, LONG).orElseThrow().rows()).isNotEmpty();
    awaitNotes(2);

    pools.terminate("ended", Duration.ZERO);

    assertThat(awaitMap(waiting.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(awaitMap(running.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(awaitMap(running.id()).done()).isEqualTo(2);
    Steered joined = pools.join("ended", LONG);
    assertThat(((Steered.Done) joined).pool().workers()).isEmpty();
    assertThat(((Steered.Done) joined).pool().running()).isZero();
    assertThat(((Steered.Done) joined).pool().pending()).isZero();
    // The second item may have met its end before its first line.
    assertThat(Files.readAllLines(notes)).startsWith("0").isSubsetOf("0", "1");
  }

  @Test
  void mapCountsOnceInTheBacklog() {
    pools.put("counted", settings(1));
    MapStatus first =
        submit(
            map("Mapped::noteAndHangAt", numbers(2))
                .with("{\"file\": \"%s\", \"at\": 0}".formatted(notes))
                .in("counted")
                .chunks(1));
    MapStatus second = submit(map("Mapped::square", numbers(100)).in("counted"));
    signal.await(
        Maps.topic(first.id()),
        LONG,
        () -> maps.find(first.id()).orElseThrow(),
        map -> map.state() == JobState.RUNNING);

    assertThat(pools.find("counted").orElseThrow().pending()).isEqualTo(1);
    assertThat(pools.find("counted").orElseThrow().running()).isEqualTo(1);
    assertThat(poolMaps.stop(second.id(), Duration.ZERO)).isInstanceOf(MapStopped.Cancelled.class);
    poolMaps.stop(first.id(), Duration.ZERO);
    assertThat(awaitMap(first.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(pools.find("counted").orElseThrow().pending()).isZero();
    assertThat(pools.delete("counted")).isEqualTo(Pools.Deletion.DONE);
  }

  @Test
  void hundredThousandSmallItemsAreOneMap() {
    pools.put("large", settings(2, null));

    MapStatus map = run(map("Mapped::scale", numbers(100_000)).with("{\"by\": 2}").in("large"));

    assertThat(map.state()).isEqualTo(JobState.SUCCEEDED);
    List<String> values = values(map);
    assertThat(values).hasSize(100_000);
    assertThat(values.get(99_999)).isEqualTo("199998");
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  private static WantedMap map(String target, List<String> items) {
    String type = target.contains("::") ? "io.forkyard.fixture." + target : target;
    return new WantedMap("default", type, items, "{}", false, null, 1, null);
  }

  MapStatus submit(WantedMap wanted) {
    MapSubmitted submitted = poolMaps.submit(wanted.submission(), null);
    assertThat(submitted).isInstanceOf(MapSubmitted.Accepted.class);
    return ((MapSubmitted.Accepted) submitted).map();
  }

  MapStatus run(WantedMap wanted) {
    return awaitMap(submit(wanted).id());
  }

  private MapStatus awaitMap(UUID id) {
    MapStatus map = maps.await(id, LONG).orElseThrow();
    assertThat(map.state().ready()).as("%s", map).isTrue();
    return map;
  }

  /** An item may be stored before the next has begun. */
  private void awaitNotes(int count) {
    signal.await("notes", LONG, Duration.ofMillis(20), this::notes, noted -> noted == count);
    assertThat(notes()).isEqualTo(count);
  }

  private int notes() {
    try {
      return Files.readAllLines(notes).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null at the failed places. */
  private List<String> values(MapStatus map) {
    List<String> values = new ArrayList<>();
    MapResults part = maps.ordered(map.id(), 0, Duration.ZERO).orElseThrow();
    while (!part.rows().isEmpty()) {
      for (MapResult row : part.rows()) {
        for (int i = row.first(); i < row.last(); i++) {
          values.add(row.values() == null ? null : row.values().get(i - row.first()));
        }
      }
      part = maps.ordered(map.id(), values.size(), Duration.ZERO).orElseThrow();
    }
    assertThat(part.last()).isTrue();
    return values;
  }

  /** A map in the making. */
  private record WantedMap(
      String pool,
      String target,
      List<String> items,
      String kwargs,
      boolean star,
      Duration timeout,
      int maxAttempts,
      Integer chunkSize) {

    WantedMap in(String other) {
      return new WantedMap(other, target, items, kwargs, star, timeout, maxAttempts, chunkSize);
    }

    WantedMap with(String named) {
      return new WantedMap(pool, target, items, named, star, timeout, maxAttempts, chunkSize);
    }

    WantedMap starred() {
      return new WantedMap(pool, target, items, kwargs, true, timeout, maxAttempts, chunkSize);
    }

    WantedMap within(Duration limit) {
      return new WantedMap(pool, target, items, kwargs, star, limit, maxAttempts, chunkSize);
    }

    WantedMap tried(int times) {
      return new WantedMap(pool, target, items, kwargs, star, timeout, times, chunkSize);
    }

    WantedMap chunks(int size) {
      return new WantedMap(pool, target, items, kwargs, star, timeout, maxAttempts, size);
    }

    MapSubmission submission() {
      Submission each =
          new Submission(
              pool,
              target,
              "[]",
              kwargs,
              null,
              null,
              List.of(),
              timeout,
              maxAttempts,
              0,
              Duration.ZERO,
              null);
      return new MapSubmission(each, star, items, chunkSize);
    }
  }
}
