package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Holding;
import io.forkyard.job.Job;
import io.forkyard.job.MapSubmission;
import io.forkyard.lock.Acquired;
import io.forkyard.lock.Holder;
import io.forkyard.lock.Locks;
import io.forkyard.lock.Permit;
import io.forkyard.lock.Semaphores;
import io.forkyard.queue.QueueSettings;
import io.forkyard.queue.Queues;
import io.forkyard.queue.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Locks, semaphores and events inside jobs. */
class SharedLocksTest extends PoolsTest {

  @Autowired Locks locks;
  @Autowired Semaphores semaphores;
  @Autowired Queues queues;
  @Autowired PoolMaps poolMaps;
  @Autowired Processes processes;

  @Test
  void twentyTasksOfAPoolOfFiveAreKeptApartByOneLock() throws IOException {
    Path file = TestData.folder("counted").resolve("number");
    Files.writeString(file, "0");
    pools.put("five", settings(5));

    List<UUID> tasks =
        IntStream.range(0, 20)
            .mapToObj(n -> submit(holding("count", "\"apart\", \"" + file + "\"").in("five")))
            .toList();

    List<long[]> spans =
        tasks.stream()
            .map(task -> span(await(task).result()))
            .sorted(Comparator.comparingLong(span -> span[0]))
            .toList();
    for (int n = 1; n < spans.size(); n++) {
      assertThat(spans.get(n)[0]).isGreaterThan(spans.get(n - 1)[1]);
    }
    assertThat(file).hasContent("20");
    assertThat(locks.find("apart").orElseThrow().fence()).isEqualTo(20);
  }

  @Test
  void lockAndPermitOfAKilledChildAreFree() {
    pools.put("holders", settings(2));
    queues.open("held", new QueueSettings(0, null));
    UUID holder = submit(holding("hold", "\"held\"").in("holders"));
    assertThat(queues.get("held", 1, null, LONG, () -> true)).isInstanceOf(Taken.Items.class);
    assertThat(semaphores.find("held").orElseThrow().value()).isZero();
    UUID waiter = submit(holding("lockAndUnlock", "\"held\"").in("holders"));

    ProcessHandle.of(pid(jobs.find(holder).orElseThrow()))
        .ifPresent(ProcessHandle::destroyForcibly);

    assertThat(await(waiter).result()).isEqualTo(String.valueOf(pid(await(waiter))));
    assertThat(semaphores.acquire("held", null, LONG, () -> true)).isInstanceOf(Permit.Taken.class);
  }

  @Test
  void lockOfAKilledItemOfAMapIsFree() throws Exception {
    pools.put("mapped", settings(1));
    queues.open("mapped", new QueueSettings(0, null));
    MapSubmission submission =
        new MapSubmission(
            holding("hold", "").in("mapped").submission(), false, List.of("\"mapped\""), 1);
    poolMaps.submit(submission, null);

    killHolder("mapped");
  }

  @Test
  void lockOfAKilledProcessIsFree() throws Exception {
    queues.open("single", new QueueSettings(0, null));
    NewProcess wanted =
        new NewProcess(
            Holding.class.getName() + "::hold",
            "[\"single\"]",
            "{}",
            null,
            null,
            List.of(),
            null,
            "64m",
            List.of(),
            null);
    processes.start(wanted, null);

    killHolder("single");
  }

  private void killHolder(String name) {
    assertThat(queues.get(name, 1, null, LONG, () -> true)).isInstanceOf(Taken.Items.class);
    String holder = locks.find(name).orElseThrow().holder();
    UUID process = UUID.fromString(holder.replace("process ", ""));
    long pid = processes.find(process).orElseThrow().pid();

    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);

    Holder next = new Holder.Caller("here", LONG);
    assertThat(locks.acquire(name, next, null, LONG, () -> true))
        .isInstanceOf(Acquired.Granted.class);
  }

  /** A lock belongs to the process; so one that has forgotten to unlock is not used again. */
  @Test
  void lockThatAJobForgetsIsFreeAsItsChildRunsNoFurtherJob() {
    pools.put("reused", settings(1, null));

    Job forgetful = run(holding("forget", "\"forgotten\"").in("reused"));
    Job next = run(holding("lockAndUnlock", "\"forgotten\"").in("reused"));
    Job last = run(holding("lockAndUnlock", "\"forgotten\"").in("reused"));

    assertThat(next.result()).isNotEqualTo(forgetful.result());
    assertThat(last.result()).isEqualTo(next.result());
    assertThat(locks.find("forgotten").orElseThrow().locked()).isFalse();
  }

  /** CPython, multiprocessing.Lock: any process or thread may release it. */
  @Test
  void plainLockIsReleasedByAnyThreadOfItsProcess() {
    assertThat(run(holding("plain", "\"plain\"")).result())
        .isEqualTo("[\"IllegalMonitorStateException\",false,false,\"true\",true,\"lock plain\"]");
  }

  /** CPython, multiprocessing.RLock: only its owner releases it. */
  @Test
  void reentrantLockBelongsToItsThread() {
    assertThat(run(holding("reentrant", "\"reentrant\"")).result())
        .isEqualTo("[true,\"false\",\"IllegalMonitorStateException\",\"false\",\"true\"]");
  }

  @Test
  void boundedSemaphoreCountsAndRefusesOneTooMany() {
    assertThat(run(holding("permits", "\"permits\"")).result())
        .isEqualTo("[true,false,false,1,\"IllegalStateException\"]");
  }

  @Test
  void eventEndsWaitsWhileItIsSet() {
    assertThat(run(holding("happenings", "\"event\"")).result())
        .isEqualTo("[false,false,true,true,false]");
  }

  private Wanted holding(String method, String args) {
    return job(Holding.class.getName() + "::" + method, "[" + args + "]");
  }

  private static long[] span(String json) {
    return Stream.of(json.replaceAll("[\\[\\]]", "").split(","))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  private static long pid(Job job) {
    return job.process().pid();
  }
}
