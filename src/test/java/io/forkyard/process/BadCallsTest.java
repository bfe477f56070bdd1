package io.forkyard.process;

import static io.forkyard.process.BadChildTest.HELLO;
import static io.forkyard.process.BadChildTest.SLEEP;
import static io.forkyard.process.BadChildTest.answer;
import static io.forkyard.process.Nursery.GRACE;
import static io.forkyard.process.Nursery.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of children that do not keep to the rules, which their own library would. */
class BadCallsTest {

  private static final String TASK = HELLO + "head -c 1 <&3 >/dev/null\n";

  @TempDir private Path dataDir;
  @TempDir private Path home;
  private Nursery nursery;

  @BeforeEach
  void open() {
    nursery = new Nursery(dataDir);
  }

  @AfterEach
  void close() {
    nursery.close();
  }

  /** A handler whose calls wait until they are interrupted. */
  private static final class Waiting implements CallHandler {

    private final AtomicInteger calls = new AtomicInteger();
    private final CompletableFuture<Thread> interrupted = new CompletableFuture<>();

    @Override
    public Supplier<String> call(String op, String json) throws InterruptedException {
      calls.incrementAndGet();
      try {
        new CountDownLatch(1).await();
        return () -> "never";
      } catch (InterruptedException e) {
        interrupted.complete(Thread.currentThread());
        throw e;
      }
    }

    @Override
    public void progress(double share) {
      throw new IllegalStateException("the child told none");
    }
  }

  @Test
  void aChildThatNeverStopsCallingIsKilled() throws IOException {
    String flood =
        "for a in 0 1 2 3; do for b in 0 1 2 3 4 5 6 7; do for c in 0 1 2 3 4 5 6 7; do\n"
            + "for d in 0 1 2 3 4; do\n"
            + call('2', "\\00$d\\\\$a$b$c")
            + "done; done; done; done\n";
    Child child = nursery.startScript(home, TASK + flood.replace("'", "\"") + SLEEP);
    Waiting handler = new Waiting();

    run(child, handler);

    assertThat(soon(child.exit()).code()).isEqualTo(-9);
    assertThat(handler.calls.get()).isLessThanOrEqualTo(1024);
    assertThat(soon(handler.interrupted)).isNotNull();
  }

  @Test
  void aCallWhoseIdIsNotNewEndsTheChild() throws IOException {
    Child child =
        nursery.startScript(home, TASK + call('2', "\\000\\001") + call('2', "\\000\\001") + SLEEP);

    run(child, new Waiting());

    assertThat(soon(child.exit()).code()).isEqualTo(-9);
  }

  @Test
  void aChildWhoseWordsCannotBeHandledIsKilled() throws IOException {
    String progress =
        "printf '\\000\\000\\000\\016\\021\\000\\000\\000\\0012%s' >&4\n"
            .formatted("\\000".repeat(8));
    Child child = nursery.startScript(home, TASK + progress + SLEEP);

    run(child, new Waiting());

    assertThat(soon(child.exit()).code()).isEqualTo(-9);
  }

  @Test
  void aChildThatDoesNotReadHoldsUpNobody() throws IOException {
    StringBuilder calls = new StringBuilder();
    for (int i = 1; i < 8; i++) {
      calls.append(call('2', "\\000\\00" + i));
    }
    Child child = nursery.startScript(home, TASK + calls + answer('2') + SLEEP);
    String large = "x".repeat(1 << 20);

    CompletableFuture<Ending> ending = run(child, new Answering(large));

    assertThat(soon(ending)).isEqualTo(new Ending.Returned("2", 0));
    child.terminate(GRACE);
    assertThat(soon(child.exit()).code()).isIn(-9, -15);
  }

  private record Answering(String value) implements CallHandler {

    @Override
    public Supplier<String> call(String op, String json) {
      return () -> value;
    }

    @Override
    public void progress(double share) {}
  }

  @Test
  void aCallThatIsGivenUpIsInterrupted() throws IOException {
    String giveUp =
        "printf '\\000\\000\\000\\011\\020\\000\\000\\000\\000\\000\\000\\000\\001' >&4\n";
    Child child = nursery.startScript(home, TASK + call('2', "\\000\\001") + giveUp + SLEEP);
    Waiting handler = new Waiting();

    run(child, handler);

    assertThat(soon(handler.interrupted)).isNotNull();
    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void callsThatAreLeftWhenTheTaskEndsAreInterrupted() throws IOException {
    Child child = nursery.startScript(home, TASK + call('2', "\\000\\001") + answer('2') + SLEEP);
    Waiting handler = new Waiting();

    assertThat(soon(run(child, handler))).isInstanceOf(Ending.Returned.class);

    assertThat(soon(handler.interrupted)).isNotNull();
  }

  @Test
  void aCallForAnotherAttemptIsNotHandled() throws IOException {
    Child child = nursery.startScript(home, TASK + call('1', "\\000\\001") + answer('2') + SLEEP);
    Waiting handler = new Waiting();

    assertThat(soon(run(child, handler))).isInstanceOf(Ending.Returned.class);

    assertThat(handler.calls).hasValue(0);
  }

  @Test
  void aProgressThatIsNoneEndsTheChild() throws IOException {
    String two = "\\100\\000\\000\\000\\000\\000\\000\\000";
    String progress = "printf '\\000\\000\\000\\016\\021\\000\\000\\000\\0012" + two + "' >&4\n";
    Child child = nursery.startScript(home, TASK + progress + SLEEP);

    run(child, new Waiting());

    assertThat(soon(child.exit()).code()).isEqualTo(-9);
  }

  private static CompletableFuture<Ending> run(Child child, CallHandler handler) {
    return child.run(new Assignment("2", "job", 1, "T", "[]", "{}", List.of(), 100, true), handler);
  }

  /** The last two bytes of its id are as they are given. */
  private static String call(char attempt, String id) {
    return "printf '\\000\\000\\000\\031\\016\\000\\000\\000\\001"
        + attempt
        + "\\000\\000\\000\\000\\000\\000"
        + id
        + "\\000\\000\\000\\001o\\000\\000\\000\\002{}' >&4\n";
  }
}
