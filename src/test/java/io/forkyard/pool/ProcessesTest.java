package io.forkyard.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Endings;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import io.forkyard.process.Child;
import io.forkyard.process.ChildSpec;
import io.forkyard.process.Children;
import io.forkyard.process.Ending;
import io.forkyard.process.Exit;
import io.forkyard.process.JvmSettings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The rules of {@code multiprocessing.Process}, each with a real child. */
class ProcessesTest extends PoolsTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  @Autowired private Processes processes;
  @Autowired private ProcessOutputs outputs;
  @Autowired private Children children;

  /** CPython, Process: start(), pid, is_alive(), join(), exitcode is None until it has ended. */
  @Test
  void processWhenStartedLivesAndWhenItsMethodReturnsEndsWithZero() {
    ProcessStatus started = start(process("waiting", "[]"));

    assertThat(started.state().alive()).isTrue();
    assertThat(started.exitCode()).isNull();
    assertThat(started.pool()).isNull();
    assertThat(started.ppid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(ProcessHandle.of(started.pid()).orElseThrow().parent())
        .contains(ProcessHandle.current());
    assertThat(processes.await(started.id(), Duration.ZERO).orElseThrow().state().alive()).isTrue();
    processes.kill(started.id());

    ProcessStatus ended = join(start(process("length", "[\"four\"]")));

    assertThat(ended.state()).isEqualTo(ProcessState.ENDED);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.failure()).isNull();
    assertThat(ended.endedAt()).isAfterOrEqualTo(ended.startedAt());
    assertThat(ProcessHandle.of(ended.pid())).isEmpty();
  }

  /** CPython, Process.exitcode: the argument of sys.exit. */
  @ParameterizedTest
  @CsvSource({"exit, 0", "exit, 7", "halt, 5"})
  void processWhenItExitsHasThatCode(String how, int code) {
    ProcessStatus ended = join(start(process(how, "[" + code + "]")));

    assertThat(ended.exitCode()).isEqualTo(code);
    if (code == 0) {
      assertThat(ended.failure()).isNull();
    } else {
      assertThat(ended.failure().reason()).isEqualTo(FailureReason.EXITED);
    }
  }

  /** CPython, Process.exitcode: 1 when the process ended because of an exception. */
  @Test
  void processWhenItsMethodThrowsEndsWithOneAndSaysWhy() {
    ProcessStatus ended = join(start(process("exception", "[]")));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.failure().reason()).isEqualTo(FailureReason.EXCEPTION);
    assertThat(ended.failure().exitCode()).isEqualTo(1);
    assertThat(ended.failure().stackTrace()).contains("Endings.exception", "the cause");
  }

  @Test
  void processNeedsNoResult() {
    assertThat(join(start(process("unserializable", "[]"))).exitCode()).isZero();
  }

  /** CPython, Process.terminate(): SIGTERM, so -15; a process that has ended stays as it is. */
  @Test
  void processWhenTerminatedEndsWithoutAnInterrupt() {
    ProcessStatus started = start(process("waitAndTell", "[]"));
    awaitOutput(started.id(), "waiting\n");

    assertThat(processes.terminate(started.id(), GRACE)).isInstanceOf(Signalled.Sent.class);

    ProcessStatus ended = join(started);
    assertThat(ended.exitCode()).isEqualTo(-15);
    assertThat(ended.failure().reason()).isEqualTo(FailureReason.TERMINATED);
    assertThat(ended.failure().killedBy()).isEqualTo("user");
    assertThat(ended.failure().message()).doesNotContain("job");
    assertThat(ended.failure().lastOutput()).isEqualTo("waiting\n");
    assertThat(output(started.id())).isEqualTo("waiting\n");
    assertThat(processes.kill(started.id())).isEqualTo(new Signalled.Ended(ended));
  }

  /** CPython, Process.kill(): SIGKILL, so -9. */
  @Test
  void processWhenKilledEndsAtOnce() {
    ProcessStatus started = start(process("forever", "[]"));

    assertThat(processes.kill(started.id())).isInstanceOf(Signalled.Sent.class);

    assertThat(join(started).exitCode()).isEqualTo(-9);
    assertThat(processes.kill(UUID.randomUUID())).isInstanceOf(Signalled.NotFound.class);
  }

  /** CPython, Process.name: Process-N, where N counts every Process. */
  @Test
  void processWithoutANameIsCalledByItsNumber() {
    long first = number(start(process("length", "[\"four\"]")));
    ProcessStatus named = start(named("greeter"));
    long third = number(start(process("length", "[\"four\"]")));

    assertThat(named.name()).isEqualTo("greeter");
    assertThat(third).isEqualTo(first + 2);
  }

  private static long number(ProcessStatus process) {
    assertThat(process.name()).startsWith("Process-");
    return Long.parseLong(process.name().substring("Process-".length()));
  }

  @Test
  void programRunsToItsEndAndItsOutputIsKept() {
    NewProcess hello = ofTarget("io.forkyard.examples.Hello", "[\"Ada\"]", null, null, List.of());

    ProcessStatus ended = join(start(hello));

    assertThat(ended.exitCode()).isZero();
    assertThat(output(ended.id())).isEqualTo("Hello, Ada\n");
  }

  @Test
  void sourceWhenItDoesNotCompileIsAFailedProcess() {
    NewProcess wrong = ofTarget("A::a", "[]", "class A { int }", null, List.of());

    ProcessStatus ended = join(start(wrong));

    assertThat(ended.failure().reason()).isEqualTo(FailureReason.COMPILE_ERROR);
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void jvmWhenItDoesNotStartIsAFailedProcess() {
    NewProcess wrong = ofTarget("a.A::a", "[]", null, null, List.of("-XX:NoSuchOption"));

    ProcessStatus ended = join(start(wrong));

    assertThat(ended.failure().reason()).isEqualTo(FailureReason.START_FAILED);
    assertThat(ended.failure().message()).contains("NoSuchOption");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void processWhenItTakesTooLongIsEndedAndShowsItsThreads() {
    NewProcess slow =
        ofTarget(
            Endings.class.getName() + "::forever", "[]", null, Duration.ofSeconds(4), List.of());

    ProcessStatus ended = join(start(slow));

    assertThat(ended.exitCode()).isEqualTo(-15);
    assertThat(ended.failure().reason()).isEqualTo(FailureReason.TIMED_OUT);
    assertThat(ended.failure().killedBy()).isEqualTo("timeout");
    assertThat(ended.failure().threadDump()).contains("Endings.forever").hasSizeLessThan(65537);
    assertThat(ended.failure().peakMemoryBytes()).isPositive();
  }

  @Test
  void threadsAreShownWhileTheProcessLives() {
    ProcessStatus started = start(process("waitAndTell", "[]"));
    awaitOutput(started.id(), "waiting\n");

    assertThat(processes.threads(started.id()))
        .isInstanceOfSatisfying(
            ThreadDump.Taken.class,
            dump -> assertThat(dump.text()).contains("Endings.waitAndTell"));

    processes.kill(started.id());
    join(started);
    assertThat(processes.threads(started.id())).isInstanceOf(ThreadDump.Ended.class);
    assertThat(processes.threads(UUID.randomUUID())).isInstanceOf(ThreadDump.NotFound.class);
  }

  @Test
  void workerWhenKilledFailsItsJob() {
    pools.put("victims", settings(1));
    UUID job = submit(job(Endings.class.getName() + "::waitAndTell", "[]").in("victims"));
    ProcessStatus worker = null;
    while (worker == null) {
      worker =
          processes.list(new ProcessFilter("victims", ProcessState.RUNNING, null), 10).stream()
              .filter(process -> job.toString().equals(process.job()))
              .findFirst()
              .orElse(null);
    }

    assertThat(processes.kill(worker.id())).isInstanceOf(Signalled.Sent.class);

    Job failed = await(job);
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    assertThat(failed.failure().reason()).isEqualTo(FailureReason.EXITED);
    assertThat(failed.failure().exitCode()).isEqualTo(-9);
    assertThat(failed.failure().signal()).isEqualTo(9);
    assertThat(failed.failure().killedBy()).isEqualTo("user");
    assertThat(failed.failure().peakMemoryBytes()).isPositive();
    ProcessStatus ended = join(worker);
    assertThat(ended.state()).isEqualTo(ProcessState.ENDED);
    assertThat(ended.exitCode()).isEqualTo(-9);
    assertThat(ended.job()).isEqualTo(job.toString());
  }

  /** CPython, multiprocessing.active_children(): the living ones. */
  @Test
  void listHasTheLivingAndTheRecentlyEndedNewestFirst() {
    ProcessStatus ended = join(start(process("length", "[\"four\"]")));
    ProcessStatus alive = start(process("waiting", "[]"));

    List<UUID> all = ids(new ProcessFilter(null, null, null), 1000);
    assertThat(all).containsSubsequence(alive.id(), ended.id()).doesNotHaveDuplicates();
    assertThat(ids(new ProcessFilter(null, ProcessState.ENDED, null), 1000))
        .contains(ended.id())
        .doesNotContain(alive.id());
    assertThat(ids(new ProcessFilter(null, null, alive.id()), 1000))
        .contains(ended.id())
        .doesNotContain(alive.id());
    assertThat(ids(new ProcessFilter(null, null, null), 1)).hasSize(1);
    assertThat(processes.live()).extracting(ProcessStatus::id).contains(alive.id());
    processes.kill(alive.id());
    join(alive);
  }

  @Test
  void processWhenKilledByTheKernelSaysSo() {
    JvmSettings jvm = new JvmSettings("64m", List.of(), null);
    Child child = children.start(new ChildSpec("victim", null, jvm, List.of()));
    child.kill();
    child.treeGone().join();
    Exit exit = new Exit(-9, 9, false, null, null, true, 1 << 20);

    Failure failure = Verdict.of(Cause.CHILD, new Ending.Gone(exit, false, null), child).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.EXITED);
    assertThat(failure.killedBy()).isEqualTo("kernel");
    assertThat(failure.message()).contains("kernel", "memory");
    assertThat(failure.signal()).isEqualTo(9);
    child.discard();
  }

  private List<UUID> ids(ProcessFilter filter, int limit) {
    return processes.list(filter, limit).stream().map(ProcessStatus::id).toList();
  }

  private ProcessStatus start(NewProcess wanted) {
    Launched launched = processes.start(wanted, null);
    assertThat(launched).isInstanceOf(Launched.Started.class);
    return ((Launched.Started) launched).process();
  }

  private ProcessStatus join(ProcessStatus process) {
    ProcessStatus ended = processes.await(process.id(), LONG).orElseThrow();
    assertThat(ended.state().alive()).as("%s", ended).isFalse();
    return ended;
  }

  private String output(UUID id) {
    Outputs.Chunk chunk =
        outputs.read(id, Outputs.Stream.STDOUT, 0, 1 << 16, Duration.ZERO).orElseThrow();
    return new String(chunk.bytes(), UTF_8);
  }

  private void awaitOutput(UUID id, String text) {
    String seen = "";
    while (!seen.equals(text)) {
      outputs.read(id, Outputs.Stream.STDOUT, seen.length(), 1 << 16, LONG).orElseThrow();
      seen = output(id);
    }
  }

  private static NewProcess process(String method, String args) {
    return ofTarget(Endings.class.getName() + "::" + method, args, null, null, List.of());
  }

  private static NewProcess named(String name) {
    return new NewProcess(
        Endings.class.getName() + "::length",
        "[]",
        "{\"text\": \"four\"}",
        name,
        null,
        List.of(),
        null,
        "64m",
        List.of(),
        null);
  }

  private static NewProcess ofTarget(
      String target, String args, String source, Duration timeout, List<String> options) {
    return new NewProcess(
        target, args, "{}", null, source, List.of(), timeout, "64m", options, null);
  }
}
