package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Endings;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Job;
import io.forkyard.job.JobState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a job can end, made by a real child. */
class EndingsTest extends PoolsTest {

  private static final Duration SHORT = Duration.ofMillis(1500);

  @Test
  void methodWhenItReturnsSucceeds() {
    Job job = run(ending("length", "[\"four\"]"));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.result()).isEqualTo("4");
    assertThat(job.failure()).isNull();
    assertThat(job.process().ppid()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void methodWhenItThrowsFailsWithTheChainOfCauses() {
    Failure failure = failure("exception", "[]");

    assertThat(failure.reason()).isEqualTo(FailureReason.EXCEPTION);
    assertThat(failure.type()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(failure.message()).isEqualTo("the effect");
    assertThat(failure.stackTrace())
        .contains("Endings.exception", "Caused by: java.lang.IllegalStateException: the cause")
        .doesNotContain("io.forkyard.child");
    assertThat(failure.peakMemoryBytes()).isPositive();
  }

  /** CPython, multiprocessing.Process.exitcode: the argument of sys.exit, or -N for signal N. */
  @ParameterizedTest
  @CsvSource({"exit, 0", "exit, 7", "exit, 200", "halt, 0", "halt, 9"})
  void methodWhenItsProcessExitsFailsWithTheCode(String how, int code) {
    Job job = run(ending(how, "[" + code + "]"));

    assertThat(job.failure().reason()).isEqualTo(FailureReason.EXITED);
    assertThat(job.failure().exitCode()).isEqualTo(code);
    assertThat(job.failure().signal()).isNull();
    assertThat(job.process().exitCode()).isEqualTo(code);
    if (how.equals("exit")) {
      assertThat(job.failure().lastOutput()).isEqualTo("about to exit\n");
    }
  }

  @Test
  void childWhenKilledFromOutsideFailsWithTheSignal() {
    Failure failure = failure("killSelf", "[]");

    assertThat(failure.reason()).isEqualTo(FailureReason.EXITED);
    assertThat(failure.exitCode()).isEqualTo(-9);
    assertThat(failure.signal()).isEqualTo(9);
    assertThat(failure.killedBy()).isNull();
  }

  @Test
  void childWhenItsJvmCrashesFailsAndTellsWhat() {
    Failure failure = failure("crash", "[]");

    assertThat(failure.reason()).isEqualTo(FailureReason.EXITED);
    assertThat(failure.exitCode()).isEqualTo(-6);
    assertThat(failure.message()).contains("SIGSEGV");
  }

  @Test
  void childWhenItsHeapIsFullFailsWithOutOfMemory() {
    pools.put("small-heap", settings(1, 1));

    Failure failure = run(ending("fillHeap", "[]").in("small-heap")).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.OUT_OF_MEMORY);
    assertThat(failure.message()).contains("heap");
  }

  @Test
  void childWhenItsMetaspaceIsFullFailsWithOutOfMemory() {
    pools.put("small-metaspace", settings(1, 1, "-XX:MaxMetaspaceSize=24m"));

    Failure failure = run(ending("fillMetaspace", "[]").in("small-metaspace")).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.OUT_OF_MEMORY);
    assertThat(failure.message()).contains("Metaspace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"forever", "deadlock"})
  void jobWhenItTakesTooLongIsTimedOut(String method) {
    Failure failure = run(ending(method, "[]").within(SHORT)).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.TIMED_OUT);
    assertThat(failure.killedBy()).isEqualTo("timeout");
    assertThat(failure.exitCode()).isIn(-15, -9);
    assertThat(failure.threadDump())
        .contains("Endings." + method, method.equals("deadlock") ? "deadlock:" : "RUNNABLE");
  }

  @Test
  void targetWhenItsClassIsMissingIsNotFound() {
    Failure failure = run(job("no.such.Type::method", "[]")).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.TARGET_NOT_FOUND);
    assertThat(failure.message()).contains("no.such.Type");
  }

  @Test
  void targetWhenItsMethodIsMissingIsNotFound() {
    Failure failure = failure("noSuchMethod", "[]");

    assertThat(failure.reason()).isEqualTo(FailureReason.TARGET_NOT_FOUND);
    assertThat(failure.message()).contains("noSuchMethod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[\"a\", \"b\"]", "[17]", "[null, 1]"})
  void argumentsWhenTheyDoNotFitAreRefused(String args) {
    assertThat(failure("length", args).reason()).isEqualTo(FailureReason.BAD_ARGUMENTS);
  }

  @Test
  void argumentsByNameReachTheirParameters() {
    assertThat(run(ending("length", "[]").with("{\"text\": \"four\"}")).result()).isEqualTo("4");
    assertThat(run(ending("length", "[]").with("{\"txt\": \"four\"}")).failure().reason())
        .isEqualTo(FailureReason.BAD_ARGUMENTS);
  }

  @Test
  void sourceWhenItDoesNotCompileFailsWithTheCompilersMessages() {
    String source = "package a;\npublic class B {\n  static int c() { return \"d\"; }\n}\n";

    Failure failure = run(job("a.B::c", "[]").of(source)).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.COMPILE_ERROR);
    assertThat(failure.message()).contains("Source.java:3", "incompatible types");
  }

  @Test
  void sourceWhenItCompilesRuns() {
    String source =
        """
        package a;
        public class Words {
          public record Count(String word, int times) {}
          public static Count count(String word, java.util.List<String> words) {
            return new Count(word, java.util.Collections.frequency(words, word));
          }
        }
        """;
    Wanted wanted = job("a.Words::count", "[\"b\", [\"a\", \"b\", \"b\"]]").of(source);

    assertThat(run(wanted).result()).isEqualTo("{\"word\":\"b\",\"times\":2}");
    assertThat(run(wanted).result()).isEqualTo("{\"word\":\"b\",\"times\":2}");
  }

  @Test
  void resultWhenItHasNoJsonFormIsRefused() {
    Failure failure = failure("unserializable", "[]");

    assertThat(failure.reason()).isEqualTo(FailureReason.UNSERIALIZABLE_RESULT);
    assertThat(failure.message()).contains("java.lang.Thread");
  }

  @Test
  void resultWhenItIsTooLargeIsRefused() {
    Failure failure = failure("large", "[2000000]");

    assertThat(failure.reason()).isEqualTo(FailureReason.UNSERIALIZABLE_RESULT);
    assertThat(failure.message()).contains("1048576");
  }

  @Test
  void poolWhenItsChildrenCannotStartFailsItsJobsAndSaysWhy() {
    pools.put("broken", settings(2, 1, "-XX:NoSuchOption"));

    Job job = run(ending("length", "[\"four\"]").in("broken"));

    assertThat(job.failure().reason()).isEqualTo(FailureReason.START_FAILED);
    assertThat(job.failure().message()).contains("NoSuchOption");
    assertThat(job.failure().lastOutput()).contains("NoSuchOption");
    assertThat(job.failure().exitCode()).isEqualTo(1);
    assertThat(pools.find("broken").orElseThrow().trouble()).contains("NoSuchOption");
    assertThat(pools.delete("broken")).isEqualTo(Pools.Deletion.DONE);
  }

  @Test
  void poolWhenItsJavaIsMissingFailsItsJobsAndSaysWhy() {
    PoolSettings one = settings(1);
    pools.put(
        "nowhere",
        new PoolSettings(
            1,
            1,
            0,
            one.idle(),
            10,
            null,
            one.maxHeap(),
            List.of(),
            "/no/such/java",
            null,
            PoolScope.NODE));

    Job job = run(ending("length", "[\"four\"]").in("nowhere"));

    assertThat(job.failure().reason()).isEqualTo(FailureReason.START_FAILED);
    assertThat(pools.find("nowhere").orElseThrow().trouble()).contains("/no/such/java");
    pools.close("nowhere");
    assertThat(pools.join("nowhere", LONG)).isInstanceOf(Steered.Done.class);
    assertThat(pools.find("nowhere").orElseThrow().trouble()).isNull();
  }

  @Test
  void outputWhenFloodedIsKeptToItsCapAndTheJobRunsOn() {
    Job job = run(ending("flood", "[100000]"));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.outputTruncated()).isTrue();
    assertThat(jobs.output(job.id(), 1, "STDOUT")).hasSize(64 * 1024);
  }

  @Test
  void jobWhenItSpoilsItsOwnFilesEndsAllTheSame() {
    assertThat(failure("spoil", "[]").exitCode()).isEqualTo(5);
  }

  @Test
  void jobWhenTheServiceCannotHandItOverEndsAllTheSame() {
    String tooLong = "[\"" + "z".repeat(65 << 20) + "\"]";

    Failure failure = failure("length", tooLong);

    assertThat(failure.reason()).isEqualTo(FailureReason.START_FAILED);
    assertThat(failure.message()).contains("frame");
    assertThat(run(ending("length", "[\"four\"]")).result()).isEqualTo("4");
  }

  @Test
  void numberWhenVeryLongComesBackWhole() {
    String number = "7".repeat(1500);

    assertThat(run(ending("echo", "[" + number + "]")).result()).isEqualTo(number);
  }

  @Test
  void recursionWhenTooDeepIsAnException() {
    Failure failure = failure("deep", "[0]");

    assertThat(failure.reason()).isEqualTo(FailureReason.EXCEPTION);
    assertThat(failure.type()).isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void programWhenItExitsWithZeroHasSucceeded() {
    Job job = run(job("io.forkyard.examples.Hello", "[\"Grüße\"]"));

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.result()).isEqualTo("null");
    assertThat(job.process().exitCode()).isZero();
    assertThat(new String(jobs.output(job.id(), 1, "STDOUT"), StandardCharsets.UTF_8))
        .isEqualTo("Hello, Grüße\n");
  }

  @Test
  void jobWhenTerminatedIsCancelledWithAllThatItStarted() {
    UUID id = submit(ending("forever", "[]"));
    awaitRunning(id);

    assertThat(pools.terminate(id, Duration.ofSeconds(5))).isInstanceOf(Stopped.Stopping.class);

    Job job = await(id);
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.failure().reason()).isEqualTo(FailureReason.TERMINATED);
    assertThat(job.failure().killedBy()).isEqualTo("user");
    assertThat(job.process().exitCode()).isEqualTo(-15);
    assertThat(pools.kill(id)).isInstanceOf(Stopped.AlreadyFinished.class);
  }

  @Test
  void jobWhenKilledIsCancelled() throws IOException {
    UUID id = submit(ending("forever", "[]"));
    awaitRunning(id);

    assertThat(pools.kill(id)).isInstanceOf(Stopped.Stopping.class);

    Job job = await(id);
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.process().exitCode()).isEqualTo(-9);
  }

  @Test
  void jobWhenTriedAgainKeepsItsAttempts() {
    Job job = run(ending("exit", "[3]").tried(2));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.attempt()).isEqualTo(2);
    assertThat(job.attempts()).hasSize(1);
    assertThat(job.attempts().getFirst().failure().exitCode()).isEqualTo(3);
    assertThat(job.attempts().getFirst().process().pid()).isNotEqualTo(job.process().pid());
  }

  @Test
  void environmentOfAJobHoldsNothingOfTheServices() {
    assertThat(run(ending("environment", "[]")).result())
        .contains("PATH", "HOME")
        .doesNotContain("JAVA_HOME", "MAVEN");
  }

  private void awaitRunning(UUID id) {
    while (jobs.find(id).orElseThrow().state() == JobState.PENDING) {
      Thread.onSpinWait();
    }
  }

  private Wanted ending(String method, String args) {
    return job(Endings.class.getName() + "::" + method, args);
  }

  private Failure failure(String method, String args) {
    Job job = run(ending(method, args));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    return job.failure();
  }
}
