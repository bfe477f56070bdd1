package io.forkyard.process;

import static io.forkyard.process.Nursery.GRACE;
import static io.forkyard.process.Nursery.exit;
import static io.forkyard.process.Nursery.give;
import static io.forkyard.process.Nursery.run;
import static io.forkyard.process.Nursery.soon;
import static io.forkyard.process.Nursery.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.wire.Fault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {

  @TempDir private Path dataDir;
  private Nursery nursery;

  @BeforeEach
  void open() {
    nursery = new Nursery(dataDir);
  }

  @AfterEach
  void close() {
    nursery.close();
  }

  @Test
  void answersOneTaskAfterTheOther() {
    Child child = nursery.start();
    soon(child.ready());

    assertThat(value(child, "::hello")).isEqualTo("hello");
    assertThat(value(child, "::hello")).isEqualTo("hello");
    assertThat(child.startedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(nursery.children().live()).containsExactly(child);
  }

  @Test
  void takesATaskBeforeItIsReady() {
    assertThat(value(nursery.start(), "::hello")).isEqualTo("hello");
  }

  @Test
  void takesOneTaskAtATime() {
    Child child = nursery.start();
    give(child, "::sleep");

    assertThatThrownBy(() -> give(child, "::hello")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tellsWhatTheCodeThrew() {
    Ending ending = run(nursery.start(), "::refuse");

    assertThat(ending)
        .isInstanceOfSatisfying(
            Ending.Failed.class,
            failed -> {
              assertThat(failed.fault()).isEqualTo(Fault.EXCEPTION);
              assertThat(failed.exception()).isEqualTo("java.lang.IllegalStateException");
              assertThat(failed.message()).isEqualTo("not today");
            });
  }

  @Test
  void leavesWhenItIsRetired() {
    Child child = nursery.start();
    value(child, "::hello");

    child.retire();

    assertThat(soon(child.exit()).code()).isZero();
    assertThat(nursery.children().live()).isEmpty();
  }

  @Test
  void tellsTheExitCodesOfPrograms() {
    assertThat(exit(nursery.start(), "$Zero").code()).isZero();
    assertThat(exit(nursery.start(), "$Returning").code()).isZero();
    assertThat(exit(nursery.start(), "$TwoHundred").code()).isEqualTo(200);
  }

  @Test
  void believesAProgramThatChoosesACodeLikeASignals() {
    Exit exit = exit(nursery.start(), "$LikeSignal");

    assertThat(exit.code()).isEqualTo(143);
    assertThat(exit.signal()).isNull();
  }

  @Test
  void tellsWhatAProgramThrew() {
    assertThat(run(nursery.start(), "$Throwing"))
        .isInstanceOfSatisfying(
            Ending.Gone.class,
            gone -> {
              assertThat(gone.program()).isTrue();
              assertThat(gone.exit().code()).isEqualTo(1);
              assertThat(gone.uncaught()).extracting(Ending.Failed::message).isEqualTo("not today");
            });
  }

  @Test
  void tellsTheExitCodesOfMethodsThatEndTheirProcess() {
    assertThat(exit(nursery.start(), "::exit").code()).isEqualTo(7);
    assertThat(exit(nursery.start(), "::halt").code()).isEqualTo(5);
  }

  @Test
  void tellsSignalsFromOutside() {
    Child terminated = nursery.start();
    Child killed = nursery.start();
    soon(terminated.ready());
    CompletableFuture<Ending> first = give(terminated, "::sleep");
    CompletableFuture<Ending> second = give(killed, "::sleep");

    ProcessHandle.of(terminated.pid()).orElseThrow().destroy();
    ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();

    assertThat(soon(first)).isInstanceOf(Ending.Gone.class);
    assertThat(soon(terminated.exit()).code()).isEqualTo(-15);
    assertThat(soon(second)).isInstanceOf(Ending.Gone.class);
    assertThat(soon(killed.exit()).signal()).isEqualTo(9);
  }

  @Test
  void tellsACrashOfTheJvm() {
    Exit exit = exit(nursery.start(), "::crash");

    assertThat(exit.code()).isEqualTo(-6);
    assertThat(exit.crash()).contains("SIGSEGV", "Unsafe");
    assertThat(exit.outOfMemory()).isFalse();
  }

  @Test
  void tellsWhenTheHeapOrTheMetaspaceIsFull() {
    Exit heap = exit(nursery.start("-Xmx16m"), "::heap");
    Exit metaspace = exit(nursery.start("-XX:MaxMetaspaceSize=16m"), "::metaspace");

    assertThat(heap.outOfMemory()).isTrue();
    assertThat(heap.jvmMessage()).contains("Java heap space");
    assertThat(metaspace.outOfMemory()).isTrue();
    assertThat(metaspace.jvmMessage()).contains("Metaspace");
  }

  @Test
  void killsAChildThatDoesNotEndInTheGrace() {
    Child child = nursery.start();
    value(child, "::stubborn");
    CompletableFuture<Ending> ending = give(child, "::hang");

    child.terminate(GRACE);

    assertThat(soon(child.exit()).code()).isEqualTo(-9);
    assertThat(soon(ending)).isInstanceOf(Ending.Gone.class);
  }

  @Test
  void remembersThePeakMemoryOfAKilledChild() {
    Child child = nursery.start();
    soon(child.ready());

    child.kill();

    assertThat(soon(child.exit()).peakMemory()).isGreaterThan(1 << 20);
  }

  @Test
  void settlesATaskThatIsGivenToADeadChild() {
    Child child = nursery.start();
    child.kill();
    soon(child.exit());

    assertThat(run(child, "::hello")).isInstanceOf(Ending.Gone.class);
  }
}
