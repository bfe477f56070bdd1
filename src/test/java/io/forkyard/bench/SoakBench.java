package io.forkyard.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.it.RunningJar;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Many jobs while children are killed at random from outside. Every job has to end, the pool to
 * keep its size, and nothing may be left over. {@code -Dsoak.share=0.05} runs a twentieth of it.
 */
class SoakBench {

  private static final int SIZE = 4;
  private static final int CALLERS = 16;
  private static final int JOBS_PER_KILL = 25;
  private static final long SLACK = 24;
  private static final Duration SETTLES = Duration.ofSeconds(60);
  private static final double SHARE = Double.parseDouble(System.getProperty("soak.share", "1"));

  private static RunningJar service;
  private static Path data;

  private final Random random = new Random(20_261_121);
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger killed = new AtomicInteger();

  @BeforeAll
  static void start() throws Exception {
    data = TestData.folder("soak");
    service = RunningJar.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  @ParameterizedTest
  @CsvSource({"fresh, 1, 2000", "ten, 10, 20000"})
  void everyJobEndsAndNothingIsLeft(String pool, int tasks, int wanted) throws Exception {
    int jobs = (int) (wanted * SHARE);
    service.put("/v1/pools/" + pool, Map.of("size", SIZE, "maxTasksPerChild", tasks, "idle", 0));
    run(pool, SIZE * tasks);
    settled(pool);
    Footprint before = footprint();

    long start = System.nanoTime();
    Map<String, Integer> ends = withKiller(() -> run(pool, jobs));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    settled(pool);
    Footprint after = until(this::footprint, seen -> seen.within(before, SLACK));

    System.out.printf(
        "soak %s: %d jobs, %d children killed, %.1f jobs/s, ends %s%n  before %s%n  after  %s%n",
        pool, jobs, killed.get(), jobs * 1e9 / took.toNanos(), ends, before, after);
    assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(jobs);
    assertThat(ends.keySet()).isSubsetOf("SUCCEEDED", "EXITED -9");
    assertThat(after.within(before, SLACK)).as("%s, before %s", after, before).isTrue();
  }

  /** Gives how many jobs ended how; a job that does not end fails the whole. */
  private Map<String, Integer> run(String pool, int jobs) throws Exception {
    AtomicInteger left = new AtomicInteger(jobs);
    Map<String, Integer> ends = new TreeMap<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Map<String, Integer>>> parts = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        parts.add(callers.submit(() -> call(pool, left)));
      }
      for (Future<Map<String, Integer>> part : parts) {
        part.get().forEach((end, count) -> ends.merge(end, count, Integer::sum));
      }
    }
    return ends;
  }

  private Map<String, Integer> call(String pool, AtomicInteger left) throws Exception {
    Map<String, Integer> ends = new HashMap<>();
    while (left.getAndDecrement() > 0) {
      Map<String, Object> job =
          Map.of(
              "pool", pool, "target", "io.forkyard.examples.Sums::evens", "args", List.of(0, 10));
      JsonNode end = service.await(service.post("/v1/jobs", job).get("id").asString());
      ends.merge(end(end), 1, Integer::sum);
      ended.incrementAndGet();
    }
    return ends;
  }

  private static String end(JsonNode job) {
    if (job.get("successful").asBoolean()) {
      assertThat(job.get("result").asLong()).isEqualTo(20);
      return "SUCCEEDED";
    }
    JsonNode failure = job.get("failure");
    return failure.get("reason").asString() + " " + failure.get("exitCode").asString();
  }

  private <T> T withKiller(Callable<T> work) throws Exception {
    killed.set(0);
    CountDownLatch done = new CountDownLatch(1);
    Thread killer = Thread.ofVirtual().start(() -> kill(done));
    try {
      return work.call();
    } finally {
      done.countDown();
      killer.join();
    }
  }

  /** Kills one child of all that live, each time that some jobs have ended. */
  private void kill(CountDownLatch done) {
    try {
      int next = ended.get();
      while (!done.await(10, TimeUnit.MILLISECONDS)) {
        if (ended.get() >= next) {
          next = ended.get() + JOBS_PER_KILL;
          ProcessHandle child = victim();
          if (child != null && child.destroyForcibly()) {
            killed.incrementAndGet();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable ProcessHandle victim() {
    List<ProcessHandle> children =
        ProcessHandle.of(service.pid()).orElseThrow().children().toList();
    return children.isEmpty() ? null : children.get(random.nextInt(children.size()));
  }

  /** Waits until the pool has its spares and nothing else. */
  private static void settled(String pool) throws Exception {
    JsonNode seen =
        until(() -> service.get("/v1/pools/" + pool), row -> idle(row.get("workers")) == SIZE);
    assertThat(seen.get("workers")).as("%s", seen).hasSize(SIZE);
    assertThat(seen.get("pending").asInt() + seen.get("running").asInt()).isZero();
  }

  private static int idle(JsonNode workers) {
    boolean quiet =
        workers.valueStream().allMatch(one -> one.get("state").asString().equals("IDLE"));
    return quiet ? workers.size() : -1;
  }

  /** Once more where the folder of a child went while it was counted. */
  private Footprint footprint() throws Exception {
    while (true) {
      try {
        return Footprint.of(service.pid(), data.resolve("run"));
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
      }
    }
  }

  private static <T> T until(Callable<T> look, Predicate<T> good) throws Exception {
    long end = System.nanoTime() + SETTLES.toNanos();
    T seen = look.call();
    while (!good.test(seen) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(50);
      seen = look.call();
    }
    return seen;
  }
}
